import type { DatasetSummary, RunRow } from '../../contract/workspace.js';

/** What a template is about in a workspace: null for what it does not hold yet. */
export interface WorkspaceNames {
  /** The data set to begin with. */
  readonly dataset: string | null;
  /** A trained run of it. */
  readonly run: string | null;
}

/** How a template names a data set of its reader's own. */
const DATASET_CELL = '```dataset #data\ndataset: mine\n```\n';
/** How a template names a run that may have been trained before. */
const RUN_CELL = /```train #any\n[^`]*```\n\n?/;

const NO_DATASET = `This workspace holds no data yet: choose a file here, or drop one on the window.

\`\`\`import #data
\`\`\`
`;

/**
 * A template with the workspace's own names in it. Without a data set it asks for a file in that cell's place;
 * with a trained run the cell that would train one is left out.
 */
export function fillTemplate(text: string, { dataset, run }: WorkspaceNames): string {
  const withData = text.replace(DATASET_CELL, () =>
    dataset === null ? NO_DATASET : DATASET_CELL.replace('mine', () => dataset),
  );
  return run === null
    ? withData.replaceAll('#any', '#model').replaceAll('$any', '$model')
    : withData.replace(RUN_CELL, '').replaceAll('$any', () => run);
}

/**
 * What a new notebook is about: the data set of the newest trained run, imported ones before synthetic worlds,
 * else the largest data set.
 */
export function namesOf(
  datasets: readonly Pick<DatasetSummary, 'dataset' | 'origin' | 'actions'>[],
  runs: readonly Pick<RunRow, 'run' | 'dataset' | 'state' | 'createdAt'>[],
): WorkspaceNames {
  const imported = datasets.filter(({ origin }) => origin === 'import');
  const among = imported.length > 0 ? imported : datasets;
  const newest = runs
    .filter(run => run.state === 'trained' && among.some(each => each.dataset === run.dataset))
    .reduce<(typeof runs)[number] | null>(
      (best, run) => (best === null || run.createdAt > best.createdAt ? run : best),
      null,
    );
  if (newest !== null) return { dataset: newest.dataset, run: newest.run };
  const largest = among.reduce<(typeof among)[number] | null>(
    (best, each) => (best === null || each.actions > best.actions ? each : best),
    null,
  );
  return { dataset: largest?.dataset ?? null, run: null };
}
