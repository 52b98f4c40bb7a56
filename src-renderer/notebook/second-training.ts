import { parseDocument } from 'yaml';
import type { CellView } from '../../src-main/contract/notebook.js';

/** A training to stand below the only one, and the two by their names. */
export interface SecondTraining {
  readonly below: string;
  readonly name: string;
  readonly source: string;
  readonly runs: readonly [first: string, second: string];
}

/**
 * What a comparison of two runs lacks in a notebook that trains one: the same training with the other
 * objective. Null where there are more, none, or one without a name or with settings that are wrong.
 */
export function secondTraining(
  cells: readonly Pick<CellView, 'id' | 'kind' | 'name' | 'source' | 'config'>[],
): SecondTraining | null {
  const trainings = cells.filter(({ kind }) => kind === 'train');
  const [first] = trainings;
  if (trainings.length !== 1 || !first?.name || !first.config) return null;
  const objective = first.config.objective === 'sasrec' ? 'denseAllAction' : 'sasrec';
  const document = parseDocument(first.source);
  document.set('objective', objective);
  const taken = new Set(cells.map(({ name }) => name));
  const wanted = objective === 'sasrec' ? 'sasrec' : 'dense';
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  const source = document.toString({ lineWidth: 0 }).trimEnd();
  return { below: first.id, name, source, runs: [first.name, name] };
}
