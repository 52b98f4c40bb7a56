import { badInput } from '../../base/errors.js';
import { DAY_MS } from '../../base/time.js';
import type { ViewOutput } from '../../contract/outputs.js';
import { openWorkspace } from '../../data/workspace.js';
import { manifestOfRun } from '../../train/run-dataset.js';
import { parseMoment } from '../parse-moment.js';
import type { CellServices } from './queued.js';

interface ViewConfig {
  readonly run: string;
  readonly at?: string | number | undefined;
}

/**
 * A view on one user at one instant: it resolves which run and instant it reads, and the window asks for
 * moments. BAD_INPUT for a time of its own that is none, or lies outside the data by more than a day.
 */
export async function viewCell({ engine }: CellServices, { run, at }: ViewConfig) {
  const { dataset, checkpointSha256 } = await engine.runs.show(run);
  const manifest = await manifestOfRun(await openWorkspace(engine.workspaceFolder), run, dataset);
  const value: ViewOutput = {
    run,
    dataset,
    ...(at === undefined ? {} : { atMs: momentWithin(at, dataset, manifest) }),
  };
  const provenance = {
    runs: [{ run, checkpointSha256: checkpointSha256 ?? '' }],
    dataset: { name: dataset, contentHash: manifest.contentHash },
  };
  return { value, cached: false, provenance };
}

function momentWithin(
  at: string | number,
  dataset: string,
  { firstAtMs, lastAtMs }: { readonly firstAtMs: number; readonly lastAtMs: number },
): number {
  const atMs = parseMoment(at, 'at');
  const isEarly = atMs < firstAtMs;
  if (!isEarly && atMs <= lastAtMs + DAY_MS) return atMs;
  const [first, last] = [firstAtMs, lastAtMs].map(ms => new Date(ms).toISOString().slice(0, 10));
  throw badInput(
    isEarly
      ? `${at} lies before the data of "${dataset}", which begins on ${first}.`
      : `${at} lies after the data of "${dataset}", which ends on ${last}.`,
    {
      where: 'at',
      remedy: `Give a time from ${first} to ${last}, or none, to follow the selection.`,
    },
  );
}
