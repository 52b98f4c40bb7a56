import { cliJson } from './cli-process.js';

/** Settings with which a run is trained in a second or two. */
export const TINY_SETTINGS = [
  'steps=30',
  'batchUsers=8',
  'negatives.random=64',
  'checkpointEverySteps=5',
  'validation.everySteps=10',
  'optimizer.warmupSteps=5',
  'model.hidden=16',
  'model.heads=2',
  'model.layers=1',
  'model.dimension=16',
  'model.sequenceLength=32',
];

/** The options of `train` that every test here gives: bits depend on the number of threads. */
export const TINY_TRAINING = ['--preset', 'tiny', '--threads', '1', '--set', ...TINY_SETTINGS];

/** A cell that trains long enough to be stopped, with 30 checkpoints. */
export const LONG_TRAINING_CELL = `\`\`\`train #long
dataset: world
preset: tiny
set:
  steps: 600
  batchUsers: 8
  model.sequenceLength: 32
  negatives.random: 64
  checkpointEverySteps: 20
  validation.enabled: false
  optimizer.warmupSteps: 5
\`\`\`
`;

/** Makes a world of some 20 thousand actions as data set "world". */
export async function makeTinyWorld(workspace: string, ...more: string[]): Promise<void> {
  await cliJson('world', '--workspace', workspace, '--dataset', 'world', '--size', 'tiny', ...more);
}

export interface Trained {
  readonly run: string;
  readonly steps: number;
  readonly checkpoint: string;
  readonly checkpointSha256: string;
}

export function trainTiny(workspace: string, run: string, ...more: string[]): Promise<Trained> {
  const place = ['--workspace', workspace, '--dataset', 'world', '--run', run];
  return cliJson<Trained>('train', ...place, ...more, ...TINY_TRAINING);
}
