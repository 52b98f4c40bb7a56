import type { WorldConfig } from '../data/world/config.js';

/** What `demo` makes and trains: small enough for three minutes on two cores, large enough to decide. */
export const DEMO_DATASET = 'demo';

export const DEMO_WORLD: Partial<WorldConfig> = { users: 6000, pins: 2000, days: 60 };

export const DEMO_OBJECTIVES = ['denseAllAction', 'sasrec'] as const;

/** Over the preset `modest`. There is no selection phase: the steps were chosen beforehand. */
export const DEMO_SETTINGS: readonly string[] = [
  'validation.enabled=false',
  'steps=800',
  'batchUsers=64',
  'model.sequenceLength=32',
  'negatives.random=1024',
  'optimizer.warmupSteps=50',
  'optimizer.learningRate=0.002',
];
