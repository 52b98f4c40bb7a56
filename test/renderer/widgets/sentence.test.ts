import { expect, test } from 'vitest';
import { asSentence } from '../../../src-renderer/widgets/sentence.js';

test('a message begins as a sentence does, unless a name begins it', () => {
  expect(asSentence('there is no run "a".')).toBe('There is no run "a".');
  expect(asSentence('"tomorrow" is no time.')).toBe('"tomorrow" is no time.');
  for (const named of ['run.json is not JSON.', 'pinInput: learned.', 'hnswlib-node is not here.'])
    expect(asSentence(named)).toBe(named);
});
