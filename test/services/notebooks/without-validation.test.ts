import { expect, test } from 'vitest';
import { isCellKind } from '../../../src-main/contract/cells.js';
import { parseNotebook } from '../../../src-main/notebook/document.js';
import { planNotebook } from '../../../src-main/services/notebooks/cell-plan.js';

const TRAINED = `\`\`\`train #dense
dataset: world
set:
  validation.enabled: false
\`\`\`

\`\`\`train #held
dataset: world
\`\`\`
`;

/** What is wrong with a cell of a kind below two trainings, of which one keeps no users apart. */
function problemsOf(kind: string, source: string) {
  let count = 0;
  const text = `${TRAINED}\n\`\`\`${kind} #asked\n${source}\n\`\`\`\n`;
  const { blocks } = parseNotebook(text, isCellKind, () => `c${++count}`);
  const { cells } = planNotebook(
    { lead: '', blocks },
    { dataset: () => 'hash', run: () => undefined, runs: [], everything: '' },
  );
  const asked = blocks.find(({ name }) => name === 'asked');
  const plan = cells.get(asked?.id ?? '');
  return { problems: plan?.problems, key: plan?.key ?? null };
}

test('users that a training did not keep apart are told of before the cell runs, with the repair', () => {
  const { problems, key } = problemsOf('compare', 'runs: [$held, $dense] # both\ncadence: daily');
  expect(problems).toEqual([
    {
      severity: 'error',
      line: 1,
      column: 1,
      length: 'runs: [$held, $dense] # both'.length,
      message: '$dense is trained without validation users, and this cell measures those.',
      remedy: expect.stringContaining('validation.enabled: true'),
      repair: {
        label: 'Measure test users',
        source: 'runs: [$held, $dense] # both\ncadence: daily\nusers: test',
      },
    },
  ]);
  expect(key).toBeNull();
});

test('nothing is said of test users, of a training with validation, or of a cell that measures nobody', () => {
  for (const [kind, source] of [
    ['users', 'run: $dense\nusers: test'],
    ['users', 'run: $held'],
    ['simulate', 'runs: [elsewhere]'],
    ['timeline', 'run: $dense'],
  ] as const)
    expect(problemsOf(kind, source), source).toEqual({ problems: [], key: expect.any(String) });
});
