import { cellSchemas, isCellKind, semanticsVersions } from '../../contract/cells.js';
import type { Problem } from '../../contract/notebook.js';
import type { CellKindName } from '../../contract/outputs.js';
import { type NotebookDocument, PROSE } from '../../notebook/document.js';
import { type Graph, graphOf, type WrongReference } from '../../notebook/graph.js';
import { outputKey } from '../../notebook/keys.js';
import { mergeMarkProblems } from '../../notebook/merge-marks.js';
import {
  referenceIn,
  referencesInText,
  referencesOf,
  resolveInQuery,
  resolveReferences,
} from '../../notebook/references.js';
import { readSettings, type Settings } from '../../notebook/settings.js';
import type { PlainError } from '../../rpc/protocol.js';
import { makersAbove } from './makers-above.js';
import { withoutValidation } from './without-validation.js';

/** What a cell would compute: its settings with names resolved, and the key of its output. */
export interface CellPlan {
  readonly kind: CellKindName;
  /** Null while something is wrong with it or with a cell that it reads. */
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly key: string | null;
  readonly problems: readonly Problem[];
}

export interface NotebookPlan {
  readonly graph: Graph;
  /** By id; prose and cells of unknown kinds have none. */
  readonly cells: ReadonlyMap<string, CellPlan>;
}

/** What the plan asks of the workspace: hashes of what cells name without a `$`. */
export interface Fingerprints {
  /** Content hash of a data set; undefined when there is none of this name. */
  readonly dataset: (name: string) => string | undefined;
  /** Hash of a run's checkpoint; undefined when it is not trained. */
  readonly run: (name: string) => string | undefined;
  /** Names of all runs, trained or begun. */
  readonly runs: readonly string[];
  /** Of all data sets and runs together: what a query may read. */
  readonly everything: string;
}

/** Reads all cells of a document: pure, so that every edit can be answered at once. */
export function planNotebook(document: NotebookDocument, fingerprints: Fingerprints): NotebookPlan {
  const cells = document.blocks.filter(block => block.kind !== PROSE && isCellKind(block.kind));
  const settings = new Map(
    cells.map(({ id, kind, source }) => [
      id,
      kind === 'sql' ? readQuery(source) : readSettings(source, cellSchemas[kind as CellKindName]),
    ]),
  );
  const makers = makersAbove(
    cells.map(({ id, kind, source }) => ({ id, kind, source, config: settings.get(id)?.config })),
    fingerprints.dataset,
  );
  const graph = graphOf(
    cells.map(({ id, kind, name, source }) => ({
      id,
      name,
      waitsFor: makers.get(id) ?? [],
      references:
        kind === 'sql' ? referencesInText(source) : referencesOf(settings.get(id)?.config),
    })),
  );
  const byName = new Map(cells.map(({ id, name }) => [name, id]));
  const plans = new Map<string, CellPlan>();
  const handles = new Map<string, string>();
  for (const id of graph.order) {
    const block = cells.find(cell => cell.id === id);
    const read = settings.get(id);
    if (!block || !read) continue;
    const kind = block.kind as CellKindName;
    const tangled = graph.errors.get(id);
    const wrong: Problem | undefined = tangled
      ? referenceProblem(block.source, tangled)
      : withoutValidation(
          read.config,
          block.source,
          name => settings.get(byName.get(name) ?? '')?.config,
        );
    const problems = wrong ? [...read.problems, wrong] : read.problems;
    const inputs = graph.inputs.get(id) ?? [];
    const whole = read.config !== null && !wrong && inputs.every(input => plans.get(input)?.key);
    if (!whole) {
      plans.set(id, { kind, config: null, key: null, problems });
      continue;
    }
    const inputOf = (name: string) => byName.get(name) ?? '';
    const resolved = (resolve: (name: string) => string) =>
      (kind === 'sql'
        ? { query: resolveInQuery(block.source, resolve) }
        : resolveReferences(read.config, resolve)) as Record<string, unknown>;
    const config = resolved(name => handles.get(inputOf(name)) ?? name);
    const key = outputKey({
      kind,
      semanticsVersion: semanticsVersions[kind],
      config: resolved(name => `$${plans.get(inputOf(name))?.key}`),
      contentHashes: namedHashes(kind, read.config, fingerprints),
    });
    handles.set(id, handleOf(kind, config, key, block.name, fingerprints));
    plans.set(id, {
      kind,
      config: { ...config, ...nameOfRun(kind, handles.get(id)) },
      key,
      problems,
    });
  }
  return { graph, cells: plans };
}

/** A wrong reference at its place, an unknown name with the nearest one written out. */
function referenceProblem(source: string, wrong: WrongReference): Problem {
  const { message, remedy, unknown, nearest } = wrong;
  const said = { severity: 'error', message, remedy } as const;
  const at = unknown === undefined ? undefined : referenceIn(source, unknown);
  if (unknown === undefined || at === undefined) return { ...said, line: 1, column: 1, length: 1 };
  const lines = source.slice(0, at).split('\n');
  const end = at + 1 + unknown.length;
  return {
    ...said,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    length: end - at,
    ...(nearest !== undefined && {
      repair: {
        label: `Write $${nearest}`,
        source: `${source.slice(0, at)}$${nearest}${source.slice(end)}`,
      },
    }),
  };
}

function readQuery(query: string): Settings {
  const problems: readonly Problem[] =
    query.trim() === ''
      ? [{ severity: 'error', line: 1, column: 1, length: 1, message: 'the query is empty.' }]
      : mergeMarkProblems(query);
  return { config: problems.length > 0 ? null : { query }, problems };
}

/** What stands for the cell where another one names it: a run, a data set, or its name alone. */
function handleOf(
  kind: CellKindName,
  config: Readonly<Record<string, unknown>>,
  key: string,
  name: string | null,
  { runs }: Fingerprints,
): string {
  if (kind === 'train') {
    const ending = `-${key.slice(0, 6)}`;
    const own = `${name ?? 'run'}${ending}`.toLowerCase();
    if (runs.includes(own)) return own;
    // The same training, begun while its cell was called otherwise.
    return runs.find(each => each.endsWith(ending)) ?? own;
  }
  if (typeof config.dataset === 'string') return config.dataset;
  if (typeof config.run === 'string') return config.run;
  return name ?? key;
}

/** A training cell's run is named after the cell and what it computes, as `dense-27860a`, so that it is found again. */
function nameOfRun(kind: CellKindName, handle: string | undefined) {
  return kind === 'train' && handle !== undefined ? { run: handle } : {};
}

function namedHashes(
  kind: CellKindName,
  config: Readonly<Record<string, unknown>>,
  { dataset, run, everything }: Fingerprints,
): string[] {
  if (kind === 'sql') return [everything];
  const direct = (value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter(
      (entry): entry is string => typeof entry === 'string' && !entry.startsWith('$'),
    );
  // What a cell makes itself is its output, not its input.
  const makes = kind === 'import' || kind === 'world';
  return [
    ...(makes ? [] : direct(config.dataset).map(name => dataset(name) ?? 'none')),
    ...[...direct(config.run), ...direct(config.runs)].map(name => run(name) ?? 'none'),
  ];
}

/** Why a cell without settings or key cannot run. */
export function whyUnread({ problems: [problem] }: CellPlan): PlainError {
  return {
    code: 'BAD_INPUT',
    message: problem?.message ?? 'a cell that it reads cannot be read.',
    remedy: problem?.remedy,
  };
}
