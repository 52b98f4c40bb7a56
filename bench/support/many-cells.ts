import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCellKind } from '../../src-main/contract/cells.js';
import {
  type Block,
  PROSE,
  parseNotebook,
  printNotebook,
} from '../../src-main/notebook/document.js';
import type { ShownKeys } from '../../src-main/services/notebooks/snapshots.js';

/**
 * Writes a notebook of so many finished cells, prose not counted: those of another one over and over, each
 * copy under a name of its own with the same settings, and so with the same output.
 */
export function repeatNotebook(workspace: string, from: string, to: string, cells: number): void {
  const path = (name: string, what = '.md') => join(workspace, 'notebooks', `${name}${what}`);
  let id = 0;
  const { lead, blocks } = parseNotebook(
    readFileSync(path(from), 'utf8'),
    isCellKind,
    () => `c${++id}`,
  );
  const shown = JSON.parse(readFileSync(path(from, '.outputs/shown.json'), 'utf8')) as ShownKeys;
  const copies: Block[] = [];
  const shownByCopies: Record<string, ShownKeys[string]> = {};
  for (let turn = 0, made = 0; made < cells; turn++)
    for (const block of blocks) {
      if (made === cells) break;
      const name = block.name === null || turn === 0 ? block.name : `${block.name}-${turn}`;
      const output = shown[block.name ?? ''];
      if (name !== null && output) shownByCopies[name] = output;
      if (block.kind !== PROSE) made++;
      const opening = block.opening.replace(`#${block.name}`, `#${name}`);
      copies.push({ ...block, opening, name, gap: `${block.gap}\n\n` });
    }
  writeFileSync(path(to), printNotebook({ lead, blocks: copies }));
  cpSync(path(from, '.outputs'), path(to, '.outputs'), { recursive: true });
  writeFileSync(path(to, '.outputs/shown.json'), JSON.stringify(shownByCopies));
}
