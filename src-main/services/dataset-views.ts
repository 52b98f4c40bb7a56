import { basename } from 'node:path';
import type { DatasetSummary, RejectedRow } from '../contract/workspace.js';
import { sqlName } from '../data/duckdb.js';
import { listDatasets, readManifest } from '../data/manifest.js';
import { openWorkspace } from '../data/workspace.js';
import { queryWorkspace } from './workspace-sql.js';

/** The data sets of a workspace, as a list shows them. */
export async function listDatasetSummaries(workspaceFolder: string): Promise<DatasetSummary[]> {
  const workspace = await openWorkspace(workspaceFolder);
  return Promise.all(
    (await listDatasets(workspace)).map(async dataset => {
      const { counts, firstAtMs, lastAtMs, origin } = await readManifest(workspace, dataset);
      const { users, pins, actions } = counts;
      return { dataset, users, pins, actions, firstAtMs, lastAtMs, origin: origin.kind };
    }),
  );
}

/** Rows of one reason that a window shows; the import keeps a hundred of each reason and file. */
const ROWS_OF_REASON = 20;

/** The first rows of each reason that a data set's imports left out; none where they took all. */
export async function listRejectedRows(
  workspaceFolder: string,
  dataset: string,
): Promise<RejectedRow[]> {
  const { parts } = await readManifest(await openWorkspace(workspaceFolder), dataset);
  if (parts.rejects.length === 0) return [];
  const { output } = await queryWorkspace(
    workspaceFolder,
    `SELECT file, line, reason, text FROM ${sqlName(dataset)}.rejects
     QUALIFY row_number() OVER (PARTITION BY reason ORDER BY file, line) <= ${ROWS_OF_REASON}
     ORDER BY reason, file, line`,
  );
  return output.rows.map(([file, line, reason, text]) => ({
    file: basename(String(file)),
    line: Number(line),
    reason: String(reason),
    text: String(text ?? ''),
  }));
}
