import { expect, test } from 'vitest';
import { isCellKind } from '../../../src-main/contract/cells.js';
import { parseNotebook } from '../../../src-main/notebook/document.js';
import { planNotebook } from '../../../src-main/services/notebooks/cell-plan.js';
import { fillTemplate, namesOf } from '../../../src-main/services/notebooks/fill-template.js';
import { listTemplates, templateText } from '../../../src-main/services/notebooks/templates.js';

const templates = listTemplates().map(({ name }) => name);

/** Problems of the cells of a template once it is filled, `kind #name: message`. */
function problemsOf(text: string): string[] {
  let id = 0;
  const document = parseNotebook(text, isCellKind, () => String(id++));
  const { cells } = planNotebook(document, {
    dataset: name => (name === 'check-ins' ? 'hash' : undefined),
    run: name => (name === 'dense-1' ? 'hash' : undefined),
    runs: [],
    everything: '',
  });
  return document.blocks.flatMap(block =>
    (cells.get(block.id)?.problems ?? []).map(
      ({ message }) => `${block.kind} #${block.name}: ${message}`,
    ),
  );
}

test.each(templates)('%s is without a problem where there are data and a run', name => {
  const text = fillTemplate(templateText(name), { dataset: 'check-ins', run: 'dense-1' });
  expect(problemsOf(text)).toEqual([]);
  expect(text).not.toMatch(/\bmine\b|[#$]any\b/);
});

test.each(templates)('%s trains its own run where there are data and no run', name => {
  const text = fillTemplate(templateText(name), { dataset: 'check-ins', run: null });
  expect(problemsOf(text)).toEqual([]);
  expect(text).not.toMatch(/[#$]any\b/);
});

test('without a data set a template asks for a file, and only that cell lacks something', () => {
  const text = fillTemplate(templateText('why-these-pins'), { dataset: null, run: null });
  expect(text).toContain('drop one on the window');
  const problems = problemsOf(text);
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem).toMatch(/^import #data: /);
});

test('a trained run is read, not trained again', () => {
  const text = fillTemplate(templateText('why-these-pins'), {
    dataset: 'check-ins',
    run: 'dense-1',
  });
  expect(text).not.toContain('```train');
  expect(text.match(/run: dense-1/g)).toHaveLength(3);
});

test('the newest trained run of imported data comes first, then the largest data set', () => {
  const datasets = [
    { dataset: 'world', origin: 'world', actions: 900 },
    { dataset: 'small', origin: 'import', actions: 10 },
    { dataset: 'large', origin: 'import', actions: 20 },
  ] as const;
  const run = (name: string, dataset: string, createdAt: string, state = 'trained' as const) => ({
    run: name,
    dataset,
    createdAt,
    state,
  });
  expect(namesOf(datasets, [])).toEqual({ dataset: 'large', run: null });
  expect(
    namesOf(datasets, [
      run('a', 'small', '2026-01-01'),
      run('b', 'small', '2026-01-02'),
      run('c', 'world', '2026-01-03'),
      { ...run('d', 'large', '2026-01-04'), state: 'unfinished' },
    ]),
  ).toEqual({ dataset: 'small', run: 'b' });
  expect(namesOf(datasets.slice(0, 1), [])).toEqual({ dataset: 'world', run: null });
  expect(namesOf([], [])).toEqual({ dataset: null, run: null });
});
