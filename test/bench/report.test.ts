import { expect, test } from 'vitest';
import { markdown } from '../../bench/support/report.js';

test('a table aligns numeric columns to the right and keeps four digits', () => {
  const table = markdown({
    title: 'Step',
    columns: ['program', 'ms', 'ratio'],
    rows: [
      ['eager', 116.04, '1'],
      ['ours', 2030.4, '.80'],
    ],
    notes: ['fp32.'],
  });
  expect(table.split('\n')).toEqual([
    '### Step',
    '',
    '| program |    ms | ratio |',
    '| ------- | ----: | ----- |',
    '| eager   | 116.0 | 1     |',
    '| ours    |  2030 | .80   |',
    '',
    'fp32.',
  ]);
});
