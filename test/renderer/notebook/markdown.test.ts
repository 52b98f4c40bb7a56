import { expect, test } from 'vitest';
import type { CellView } from '../../../src-main/contract/notebook.js';
import { renderProse } from '../../../src-renderer/notebook/markdown.js';
import { placeOf } from '../../../src-renderer/notebook/outline.js';

const cell = (id: string, kind: string, name: string | null, source: string): CellView => ({
  id,
  kind,
  name,
  source,
  config: null,
  summary: '',
  problems: [],
  inputs: [],
  cheap: true,
  state: { status: 'fresh' },
});
const cells = [
  cell('a', 'prose', null, '# First\n\n[on](#später) [life](#life) [none](#none)'),
  cell('b', 'timeline', 'life', 'run: $dense'),
  cell('c', 'prose', null, '## Später\n\n## Später'),
];
const rendered = (source: string, id = 'a') =>
  renderProse(
    source,
    id,
    () => undefined,
    slug => placeOf(cells, slug),
  );

test('a link to a heading or a cell leads to it, in whichever cell it stands', () => {
  const html = rendered(cells[0]?.source ?? '');
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    '#cell-c-später',
    '#cell-b',
    '#none',
  ]);
  expect(rendered(cells[2]?.source ?? '', 'c')).toContain('id="cell-c-später"');
});

test('nothing of a file is run or fetched: HTML stays text, images are named, scripts are no links', () => {
  const html = rendered('<b onclick="x()">b</b> ![pin](https://a.example/p.png) [x](javascript:x)');
  expect(html).toContain('&lt;b onclick=');
  expect(html).toContain('>image: pin</a>');
  expect(html).not.toMatch(/<img|href="javascript/);
});
