import type { CellView } from '../../src-main/contract/notebook.js';
import type { MenuEntry } from '../widgets/menu-entry.js';
import { commandTitles } from './command-titles.js';
import { type CommandId, keysOf, keysText } from './keys.js';
import { isView } from './pin-view.js';
import { kinds } from './registry.js';
import type { Workbench } from './workbench.svelte.js';

/** What the "more" button of a cell offers. */
export function cellMenu(
  cell: CellView,
  bench: Workbench,
  run: (command: CommandId) => void,
): readonly MenuEntry[] {
  const writes = !bench.readOnly;
  const hasOutput = bench.notebook.outputs.has(cell.id);
  const entry = (command: CommandId, enabled = true): MenuEntry => {
    const keys = keysOf(command);
    return {
      text: commandTitles[command],
      keys: keys === null ? null : keysText(keys),
      disabled: !enabled,
      run: () => run(command),
    };
  };
  return [
    entry('cell.run', writes),
    entry('cell.runToHere', writes),
    'line',
    entry('cell.edit', writes),
    entry('cell.fold'),
    entry('cell.toggleTable', hasOutput),
    ...(isView(cell) ? [entry('cell.pin', writes)] : []),
    'line',
    entry('cell.copyOutput', hasOutput),
    entry('cell.exportCsv', hasOutput),
    entry('cell.exportParquet', hasOutput),
    entry('cell.exportPng', hasOutput),
    entry('cell.exportSvg', hasOutput),
    'line',
    entry('cell.insertAbove', writes),
    entry('cell.insertBelow', writes),
    entry('cell.cut', writes),
    entry('cell.copy'),
    entry('cell.paste', writes),
    entry('cell.duplicate', writes),
    entry('cell.moveUp', writes),
    entry('cell.moveDown', writes),
    ...(kinds.some(({ kind }) => kind === cell.kind) ? [entry('cell.toProse', writes)] : []),
    'line',
    entry('cell.delete', writes),
  ];
}
