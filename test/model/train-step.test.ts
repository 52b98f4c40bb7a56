import { describe, expect, test } from 'vitest';
import {
  randomBatch,
  randomParameters,
  runSteps,
  tinyConfig,
  tinyData,
  tinyPlan,
} from './fixture.js';

describe('train step', () => {
  test('two hundred steps on one batch fit it', async () => {
    const config = tinyConfig();
    const batch = randomBatch(config, tinyData, tinyPlan, 7);
    const run = await runSteps(
      config,
      tinyData,
      tinyPlan,
      batch,
      randomParameters(config, tinyData, 1),
      {
        steps: 200,
      },
    );
    const losses = run.outputs.map(output => output.loss?.[0] ?? Number.NaN);
    console.log(losses.filter((_, i) => i % 20 === 0).join(' '));
    expect(losses.at(-1)).toBeLessThan(0.2 * (losses[0] ?? 0));
  });
});
