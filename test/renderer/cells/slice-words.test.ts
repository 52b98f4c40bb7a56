import { expect, test } from 'vitest';
import { sliceWords } from '../../../src-renderer/cells/users/slice-words.js';

test('ranges give their numbers, and their unit once', () => {
  const labels = ['1 to 5 actions', '5 to 20 actions', '100 actions or more'];
  expect(sliceWords(labels)).toEqual({ names: ['1–5', '5–20', '≥ 100'], unit: 'actions' });
});

test('names that are no ranges stay, and long ones are cut', () => {
  expect(sliceWords(['Art / murals', 'Home decor / reading corners'])).toEqual({
    names: ['Art / murals', 'Home decor / reading…'],
    unit: '',
  });
});

test('ranges of different units keep their words', () => {
  const labels = ['0 to 1 days', '5 to 20 actions'];
  expect(sliceWords(labels)).toEqual({ names: labels, unit: '' });
});
