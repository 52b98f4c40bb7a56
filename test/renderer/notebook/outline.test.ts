import { expect, test } from 'vitest';
import { headingsOf } from '../../../src-renderer/notebook/outline.js';

test('headings lose their marks, and equal ones get numbers', () => {
  expect(headingsOf('# One *user*, [one](x) `instant`\n\ntext\n## Same\n## Same ##')).toEqual([
    { level: 1, text: 'One user, one instant', slug: 'one-user-one-instant' },
    { level: 2, text: 'Same', slug: 'same' },
    { level: 2, text: 'Same', slug: 'same-2' },
  ]);
});

test('what stands in a fenced block is no heading', () => {
  expect(headingsOf('```\n# comment\n```\n~~~~\n# no\n~~~\n# no\n~~~~\n# Yes')).toEqual([
    { level: 1, text: 'Yes', slug: 'yes' },
  ]);
});
