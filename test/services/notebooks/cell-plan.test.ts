import { expect, test } from 'vitest';
import { isCellKind } from '../../../src-main/contract/cells.js';
import { parseNotebook } from '../../../src-main/notebook/document.js';
import { planNotebook } from '../../../src-main/services/notebooks/cell-plan.js';

function plansOf(text: string, runs: readonly string[] = []) {
  let id = 0;
  const document = parseNotebook(text, isCellKind, () => `${++id}`);
  const { cells } = planNotebook(document, {
    dataset: () => 'hash',
    run: name => (runs.includes(name) ? 'hash' : undefined),
    runs,
    everything: '',
  });
  return [...cells.values()];
}
const training = (name: string) => `\`\`\`train #${name}\ndataset: d\n\`\`\`\n`;
const timeline = (run: string) => `\n\`\`\`timeline #life\nrun: ${run}\n\`\`\`\n`;

test('a renamed training keeps the run that it has made, and its readers read that', () => {
  const [made] = plansOf(training('dense'));
  const run = String(made?.config?.run);
  expect(run).toMatch(/^dense-[0-9a-f]{6}$/);
  const renamed = plansOf(training('better') + timeline('$better'), [run]);
  expect(renamed.map(({ config }) => config?.run)).toEqual([run, run]);
  const both = plansOf(training('better'), [run, run.replace('dense', 'better')]);
  expect(both[0]?.config?.run).toBe(run.replace('dense', 'better'));
  expect(plansOf(training('better'))[0]?.config?.run).toBe(run.replace('dense', 'better'));
});

test('an unknown name is told where it stands, with the nearest one written out', () => {
  const [, reader] = plansOf(training('dense') + timeline('  $dens # mine'));
  expect(reader?.problems).toMatchObject([
    {
      line: 1,
      column: 8,
      length: 5,
      message: 'there is no cell #dens.',
      repair: { label: 'Write $dense', source: 'run:   $dense # mine' },
    },
  ]);
});
