import { badInput } from '../base/errors.js';
import type { OpenDataset } from './dataset.js';
import { buildCatalogue } from './world/catalogue.js';
import { worldConfig } from './world/config.js';
import { type TruthWindow, type UserTruth, WorldTruth } from './world/truth.js';

/**
 * The ceiling of every table on a synthetic world: for a user and a cut-off it scores all pins by
 * their true chance, given all that there is to know of that user just before the cut-off.
 */
export interface WorldOracle {
  /**
   * [pins of the data set], higher is likelier; 0 for pins that cannot come. `beforeMs` is exclusive:
   * only actions with a smaller time are known. `window`: 'next' for the action that falls on
   * `beforeMs` itself, else the stretch whose positive engagements are to be found.
   * Asking for one user in a row is cheap; a change of user plays that user again.
   */
  scores(user: number, beforeMs: number, window: TruthWindow): Float64Array;
}

/** The oracle of a data set that is a world. BAD_INPUT for any other. */
export function openWorldOracle(dataset: OpenDataset): WorldOracle {
  const { origin } = dataset.manifest;
  if (origin.kind !== 'world')
    throw badInput('only a synthetic world has a known truth.', {
      where: `data set ${dataset.name}`,
      remedy: 'Make one with `pinnerformer world`.',
    });
  const config = worldConfig(origin.settings);
  const truth = new WorldTruth(config, buildCatalogue(config));
  const rowOfPin = Int32Array.from({ length: dataset.pins.count }, (_, pin) =>
    numberOf(dataset.pins.ids.at(pin)),
  );
  const inOrder = rowOfPin.every((row, pin) => row === pin);
  let current: UserTruth | undefined;
  return {
    scores(user, beforeMs, window) {
      const number = numberOf(dataset.userIds.at(user));
      if (current?.user !== number) current = truth.user(number);
      const scores = current.scores(beforeMs, window);
      return inOrder ? scores : Float64Array.from(rowOfPin, row => scores[row]!);
    },
  };
}

/** user-12 -> 12 */
function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}
