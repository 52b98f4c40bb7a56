import { expect, test } from 'vitest';
import { WhatIfEdits } from '../../../src-renderer/inspector/what-if-edits.svelte.js';

test('a reset can be undone until something else is tried, and by its own user alone', () => {
  let user = 'a';
  const edits = new WhatIfEdits(() => user);
  edits.drop([3, 5]);
  edits.reset();
  expect([edits.list.length, edits.taken]).toEqual([0, 2]);
  user = 'b';
  expect(edits.taken).toBe(0);
  user = 'a';
  edits.bringBack();
  expect(edits.list.map(({ change }) => change)).toEqual([
    { kind: 'drop', action: 3 },
    { kind: 'drop', action: 5 },
  ]);
  edits.reset();
  edits.drop([1]);
  expect(edits.taken).toBe(0);
});
