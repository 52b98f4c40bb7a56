import { Rng } from '../../src-main/base/rng.js';
import { sequenceRule } from '../../src-main/model/sequence.js';
import type { BatchTask } from '../../src-main/train/batch-maker.js';
import { parseTrainConfig, type TrainConfigInput } from '../../src-main/train/config.js';
import { overlay } from '../../src-main/train/presets.js';
import { trainingTimelines } from '../../src-main/train/training-timelines.js';
import { DAY, type TinyAction, tinyTimelines } from './tiny-timelines.js';

export const TASK_PINS = 60;
const WIDTH = 4;

const tiny: TrainConfigInput = {
  model: { sequenceLength: 40, hidden: 8, layers: 2, heads: 2, dimension: 4, categoryWidth: 3 },
  negatives: { random: 20 },
  sampling: { positivesPerSequence: 6, sequencesPerUser: 2 },
  batchUsers: 6,
  steps: 50,
  optimizer: { warmupSteps: 5 },
};

/** A task over 24 users with 2 to 60 actions on 60 pins; the last 8 users do not train. */
export function batchTask(changes: TrainConfigInput = {}, seed = 3): BatchTask {
  const config = parseTrainConfig(overlay(tiny, changes));
  const rng = Rng.derive(seed, 'timelines');
  const users = Array.from({ length: 24 }, (_, user): TinyAction[] => {
    let day = rng.int(20);
    return Array.from({ length: 2 + rng.int(user % 3 === 0 ? 58 : 20) }, (): TinyAction => {
      day += rng.uniform() * 2;
      return [rng.int(TASK_PINS), day, rng.int(4) > 0, rng.int(2)];
    });
  });
  const modelData = {
    embeddingWidth: WIDTH,
    pins: TASK_PINS,
    actionTypes: 2,
    surfaces: 1,
    has: { type: true, surface: false, duration: true },
    sequenceTypes: [0, 1],
    sequenceSurfaces: [0],
  };
  const timelines = trainingTimelines(tinyTimelines(...users), {
    isTrainingUser: Uint8Array.from(users, (_, user) => (user < 16 ? 1 : 0)),
    untilMs: 60 * DAY,
    knownPins: new Uint8Array(TASK_PINS).fill(1),
    rule: sequenceRule(config.model, modelData),
  });
  const values = new Float32Array(new SharedArrayBuffer(TASK_PINS * WIDTH * 4));
  for (let i = 0; i < values.length; i++) values[i] = rng.normal() / 2;
  return {
    config,
    modelData,
    timelines,
    pins: { width: WIDTH, values },
    pinCount: TASK_PINS,
    corpus: Int32Array.from({ length: TASK_PINS }, (_, pin) => pin),
    seed,
    phase: 'selection',
  };
}
