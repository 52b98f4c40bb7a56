import { expect, test } from 'vitest';
import { applySettings, configKeys, parseTrainConfig } from '../../src-main/train/config.js';
import { overlay, presetNames, presets } from '../../src-main/train/presets.js';

const messageOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return (error as { describe(): string }).describe();
  }
  throw new Error('nothing was thrown');
};

test('an empty config has the defaults of the specification', () => {
  const config = parseTrainConfig({});
  expect(config).toMatchObject({
    objective: 'denseAllAction',
    windowDays: 28,
    batchUsers: 128,
    negatives: { source: 'mixed', random: 8192, logQ: true, positiveLogQ: 'corrected' },
    sampling: { sequencesPerUser: 4, positivesPerSequence: 32 },
    optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, learningRate: 1e-3, warmupSteps: 1000 },
    model: { sequenceLength: 256, hidden: 768, layers: 6, heads: 8, dimension: 256 },
  });
  expect(config.model.dropout).toEqual({ input: 0, residual: 0 });
});

test('every preset is a whole config', () => {
  for (const name of presetNames) {
    expect(() => parseTrainConfig(presets[name])).not.toThrow();
  }
});

test('settings reach nested keys, read numbers, booleans and words, and the last one counts', () => {
  const config = applySettings({ steps: 5 }, [
    'model.dropout.residual=0.2',
    'negatives.logQ=false',
    'objective=sasrec',
    'steps=7',
    'steps = 8',
    'model.sequenceTypes=["save","click"]',
  ]);
  expect(config).toEqual({
    steps: 8,
    objective: 'sasrec',
    negatives: { logQ: false },
    model: { dropout: { residual: 0.2 }, sequenceTypes: ['save', 'click'] },
  });
});

test('an unknown key is refused with the nearest one', () => {
  expect(messageOf(() => applySettings({}, ['model.hiden=64']))).toBe(
    'set: "model.hiden" is no setting of a training. Did you mean model.hidden?',
  );
  expect(messageOf(() => parseTrainConfig({ negatives: { logq: true } }))).toContain(
    '"negatives.logq" is no setting of a training. Did you mean negatives.logQ',
  );
  expect(messageOf(() => applySettings({}, ['steps']))).toContain('not of the form key.path=value');
});

test('impossible values are refused with key, value and reason', () => {
  expect(messageOf(() => parseTrainConfig({ model: { hidden: 10, heads: 4 } }))).toMatch(
    /model\.heads.*4 heads do not divide hidden 10/,
  );
  expect(messageOf(() => parseTrainConfig({ batchUsers: 0 }))).toMatch(/batchUsers is 0/);
  expect(messageOf(() => parseTrainConfig({ steps: 10, optimizer: { warmupSteps: 10 } }))).toMatch(
    /warmupSteps 10 leaves none of the 10 steps/,
  );
  expect(
    messageOf(() => parseTrainConfig({ model: { sequenceLength: 8 }, sampling: { maxLength: 9 } })),
  ).toMatch(/sampling.maxLength 9 is more than model.sequenceLength 8/);
});

test('a config overlays a preset key by key, lists as a whole', () => {
  const over = overlay(
    { model: { hidden: 64, sequenceTypes: ['a', 'b'] }, steps: 3 },
    { model: { layers: 1, sequenceTypes: ['c'] } },
  );
  expect(over).toEqual({ model: { hidden: 64, layers: 1, sequenceTypes: ['c'] }, steps: 3 });
});

test('every key that may be set is a leaf of the schema', () => {
  expect(configKeys()).toContain('model.dropout.residual');
  expect(configKeys()).toContain('optimizer.learningRate');
  expect(configKeys()).not.toContain('model');
});

test('the named sizes are those of the specification', () => {
  const sizes = presetNames.map(name => {
    const { hidden, layers, sequenceLength } = parseTrainConfig(presets[name]).model;
    return [name, hidden, layers, sequenceLength];
  });
  expect(sizes).toEqual([
    ['tiny', 64, 2, 64],
    ['small', 128, 3, 128],
    ['modest', 64, 2, 64],
    ['base', 256, 4, 256],
    ['paper', 768, 6, 256],
  ]);
});
