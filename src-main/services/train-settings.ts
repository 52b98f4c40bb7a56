import { z } from 'zod';
import type { TrainSettings } from '../contract/workspace.js';
import { parseTrainConfig, trainConfigSchema } from '../train/config.js';
import { presetNames, presets } from '../train/presets.js';

/** Every setting of a training with its range, and what each preset gives it. */
export function trainSettings(): TrainSettings {
  return {
    schema: z.toJSONSchema(trainConfigSchema, { io: 'input' }),
    presets: presetNames.map(name => ({ name, config: parseTrainConfig(presets[name]) })),
  };
}
