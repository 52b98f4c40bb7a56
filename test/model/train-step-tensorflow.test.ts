import { describe, expect, test } from 'vitest';
import { openTensorflowDevice } from '../../src-main/compute/tensorflow-device.js';
import {
  randomBatch,
  randomParameters,
  runSteps,
  tinyConfig,
  tinyData,
  tinyPlan,
} from './fixture.js';

function tryToOpen() {
  try {
    return { device: openTensorflowDevice(2).device, reason: '' };
  } catch (error) {
    return { device: undefined, reason: error instanceof Error ? error.message : String(error) };
  }
}
const { device, reason } = tryToOpen();
if (!device) console.warn(`Skipped: the train step on TensorFlow, since ${reason}`);

describe.skipIf(!device)(`the train step on TensorFlow${reason && ` (${reason})`}`, () => {
  test.each([
    ['the paper’s heads', {}],
    ['residual heads', { pinTower: 'residual', userHead: 'residual' }],
  ])('with %s gives the loss, the norm and the parameters of the reference', async (_, changes) => {
    const config = tinyConfig(changes);
    const batch = randomBatch(config, tinyData, tinyPlan, 7);
    const parameters = randomParameters(config, tinyData, 1);
    const expected = await runSteps(config, tinyData, tinyPlan, batch, parameters, { steps: 3 });
    const actual = await runSteps(config, tinyData, tinyPlan, batch, parameters, {
      steps: 3,
      ...(device ? { device } : {}),
    });
    for (const [key, values] of Object.entries(expected.state)) {
      const difference = values.map((value, i) => value - actual.state[key]![i]!);
      expect(Math.hypot(...difference) / (1e-3 + Math.hypot(...values)), key).toBeLessThan(1e-4);
    }
    expected.outputs.forEach((outputs, step) => {
      for (const key of ['loss', 'gradientNorm', 'temperature'])
        expect(actual.outputs[step]![key]![0]! / outputs[key]![0]!).toBeCloseTo(1, 4);
    });
  });
});
