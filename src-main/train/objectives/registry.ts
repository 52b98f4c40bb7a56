import { DenseAllAction } from './dense-all-action.js';
import type { Objective } from './objective.js';
import { SasRec } from './sas-rec.js';

export const objectiveNames = ['denseAllAction', 'sasrec'] as const;
export type ObjectiveName = (typeof objectiveNames)[number];

/** What any objective may be told; each takes what it needs. */
export interface ObjectiveOptions {
  readonly objective: ObjectiveName;
  readonly windowDays: number;
  readonly positionsPerSequence: number;
  readonly sasrecPositions: number | null;
  readonly e1Weight: 'equal' | 'none';
  readonly maxLength: number;
}

const makers: Record<ObjectiveName, (options: ObjectiveOptions) => Objective> = {
  denseAllAction: options => new DenseAllAction(options),
  sasrec: options => new SasRec({ ...options, positionsPerSequence: options.sasrecPositions }),
};

/** The objective of that name. A new one is one file beside this and one line above. */
export function makeObjective(options: ObjectiveOptions): Objective {
  return makers[options.objective](options);
}
