/**
 * Share of the training time in which the device waits for a batch, with one batch worker. Parameters:
 * --preset small --threads N --steps N.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../src-main/compute/devices.js';
import { openDataset } from '../src-main/data/dataset.js';
import { chooseSplit, proposedSplitMs } from '../src-main/data/split.js';
import { openWorkspace } from '../src-main/data/workspace.js';
import { worldConfig } from '../src-main/data/world/config.js';
import { generateWorld } from '../src-main/data/world.js';
import { optimizerInputs } from '../src-main/model/optimizer.js';
import { openBatchSource } from '../src-main/train/batch-source.js';
import { parseTrainConfig } from '../src-main/train/config.js';
import { setUpPhase } from '../src-main/train/phase-setup.js';
import { type PresetName, presets } from '../src-main/train/presets.js';
import { StepMeter } from '../src-main/train/step-meter.js';
import { openTrainState } from '../src-main/train/train-state.js';
import { describeMachine } from './support/machine.js';
import { type Cell, report } from './support/report.js';

const { values: given } = parseArgs({
  options: {
    preset: { type: 'string', default: 'small' },
    threads: { type: 'string', default: '1,2' },
    steps: { type: 'string', default: '60' },
  },
});
const steps = Number(given.steps);
const config = parseTrainConfig(presets[given.preset as PresetName]);
const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-waiting-'));
try {
  const workspace = await openWorkspace(folder, { create: true, access: 'write' });
  await generateWorld(workspace, 'world', worldConfig({}, 'small'));
  const dataset = await openDataset(workspace, 'world');
  const untilMs = proposedSplitMs(dataset);
  const { split } = chooseSplit(dataset.userIds, dataset.timelines, 0, untilMs);
  const setup = await setUpPhase({
    dataset,
    config,
    seed: 1,
    phase: 'final',
    folder: join(folder, 'phase'),
    untilMs,
    split,
  });
  await workspace.close();
  const rows: Cell[][] = [];
  for (const threads of given.threads.split(',').map(Number)) {
    const device = await openDevice('cpu', { threads });
    const state = await openTrainState(device, setup, config.optimizer, undefined);
    const source = openBatchSource(setup.task, { firstStep: 0, endStep: steps + 8, workers: 1 });
    let step = 0;
    const makeStep = async (): Promise<{ tokens: number; users: number }> => {
      const batch = await source.next();
      const program = await state.programFor(batch.plan);
      step += 1;
      const scalars = optimizerInputs(config.optimizer, config.optimizer.learningRate, step);
      await program.run(state.state, batch.parts, scalars);
      return { tokens: batch.tokens, users: batch.sequences };
    };
    for (let i = 0; i < 8; i++) await makeStep();
    const meter = new StepMeter();
    meter.restart(source.waitedSeconds);
    for (let i = 0; i < steps; i++) meter.add({ ...(await makeStep()), loss: 0, gradientNorm: 0 });
    const figures = meter.read(source.waitedSeconds);
    const { usersPerSecond, tokensPerSecond, waitingShare } = figures;
    rows.push([
      threads,
      1e3 / figures.stepsPerSecond,
      usersPerSecond,
      tokensPerSecond,
      waitingShare,
    ]);
    await source.dispose();
    state.dispose();
    await device.dispose();
  }
  report(
    'waiting',
    [
      {
        title: `Waiting for batches, ${given.preset}, ${config.batchUsers} users a batch, one batch worker`,
        columns: ['threads', 'ms a step', 'users a second', 'actions a second', 'waiting share'],
        rows,
        notes: [`${steps} steps after 8 to warm up, synthetic world "small" (target below 0.03).`],
      },
    ],
    describeMachine(),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
