/**
 * Which command a key means. As in Jupyter there are two modes: in command mode letters act on cells, in
 * edit mode they are typed. A pure function; the notebook listens, asks it, and runs what it answers.
 */

export type Mode = 'command' | 'edit';

export interface KeyPress {
  /** KeyboardEvent.key. */
  readonly key: string;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

export type CommandId =
  | 'cell.next'
  | 'cell.previous'
  | 'cell.extendNext'
  | 'cell.extendPrevious'
  | 'cell.first'
  | 'cell.last'
  | 'cell.edit'
  | 'cell.command'
  | 'cell.runAndMove'
  | 'cell.run'
  | 'cell.runToHere'
  | 'cell.cancel'
  | 'cell.insertAbove'
  | 'cell.insertBelow'
  | 'cell.cut'
  | 'cell.copy'
  | 'cell.paste'
  | 'cell.delete'
  | 'cell.duplicate'
  | 'cell.moveUp'
  | 'cell.moveDown'
  | 'cell.toProse'
  | 'cell.fold'
  | 'cell.toggleTable'
  | 'cell.toggleSource'
  | 'cell.pin'
  | 'cell.selectAll'
  | 'cell.copyOutput'
  | 'cell.exportCsv'
  | 'cell.exportParquet'
  | 'cell.exportPng'
  | 'cell.exportSvg'
  | 'notebook.undo'
  | 'notebook.redo'
  | 'notebook.runAll'
  | 'notebook.runOutdated'
  | 'notebook.stop'
  | 'notebook.save'
  | 'notebook.new'
  | 'notebook.duplicate'
  | 'notebook.rename'
  | 'notebook.exportHtml'
  | 'app.palette'
  | 'app.panel'
  | 'app.jobs'
  | 'app.nextPane'
  | 'app.previousPane'
  | 'app.keys'
  | 'app.theme';

/** What a key came to: a command, or the first half of a pair (D D), or neither. */
export interface KeyAnswer {
  readonly command: CommandId | null;
  readonly pending: string | null;
}

/** The key table. `mod` stands for Ctrl or Cmd; two letters parted by a space are pressed in turn. */
export const keyTable: readonly {
  readonly command: CommandId;
  readonly keys: readonly string[];
  readonly in: 'command' | 'both' | 'anywhere';
}[] = [
  { command: 'cell.next', keys: ['ArrowDown', 'j'], in: 'command' },
  { command: 'cell.previous', keys: ['ArrowUp', 'k'], in: 'command' },
  { command: 'cell.extendNext', keys: ['shift+ArrowDown', 'shift+j'], in: 'command' },
  { command: 'cell.extendPrevious', keys: ['shift+ArrowUp', 'shift+k'], in: 'command' },
  { command: 'cell.first', keys: ['mod+Home', 'mod+ArrowUp'], in: 'command' },
  { command: 'cell.last', keys: ['mod+End', 'mod+ArrowDown'], in: 'command' },
  { command: 'cell.edit', keys: ['Enter'], in: 'command' },
  { command: 'cell.command', keys: ['Escape'], in: 'both' },
  { command: 'cell.runAndMove', keys: ['shift+Enter'], in: 'both' },
  { command: 'cell.run', keys: ['mod+Enter'], in: 'both' },
  { command: 'cell.runToHere', keys: ['mod+alt+Enter'], in: 'both' },
  { command: 'cell.cancel', keys: ['mod+.'], in: 'both' },
  { command: 'cell.insertAbove', keys: ['a'], in: 'command' },
  { command: 'cell.insertBelow', keys: ['b'], in: 'command' },
  { command: 'cell.cut', keys: ['x'], in: 'command' },
  { command: 'cell.copy', keys: ['c'], in: 'command' },
  { command: 'cell.paste', keys: ['v'], in: 'command' },
  { command: 'cell.delete', keys: ['d d', 'Delete'], in: 'command' },
  { command: 'cell.moveUp', keys: ['alt+ArrowUp'], in: 'command' },
  { command: 'cell.moveDown', keys: ['alt+ArrowDown'], in: 'command' },
  { command: 'cell.toProse', keys: ['m'], in: 'command' },
  { command: 'cell.fold', keys: ['o'], in: 'command' },
  { command: 'cell.toggleTable', keys: ['t'], in: 'command' },
  { command: 'cell.pin', keys: ['p'], in: 'command' },
  { command: 'cell.selectAll', keys: ['mod+a'], in: 'command' },
  { command: 'notebook.undo', keys: ['z', 'mod+z'], in: 'command' },
  { command: 'notebook.redo', keys: ['shift+z', 'mod+shift+z'], in: 'command' },
  { command: 'notebook.runAll', keys: ['mod+shift+Enter'], in: 'both' },
  { command: 'notebook.runOutdated', keys: ['shift+r'], in: 'command' },
  { command: 'notebook.save', keys: ['mod+s'], in: 'anywhere' },
  { command: 'app.palette', keys: ['mod+k'], in: 'anywhere' },
  { command: 'app.panel', keys: ['mod+i'], in: 'anywhere' },
  { command: 'app.jobs', keys: ['mod+j'], in: 'anywhere' },
  { command: 'app.nextPane', keys: ['F6'], in: 'anywhere' },
  { command: 'app.previousPane', keys: ['shift+F6'], in: 'anywhere' },
  { command: 'app.keys', keys: ['?'], in: 'command' },
];

const byKeys = new Map(keyTable.flatMap(row => row.keys.map(keys => [keys, row] as const)));
const firstHalves = new Set(
  [...byKeys.keys()].filter(keys => keys.includes(' ')).map(keys => keys.split(' ')[0] as string),
);

/** A press as the table writes it: modifiers in one order, letters small, '?' without its Shift. */
export function spell({ key, mod, shift, alt }: KeyPress): string {
  const letter = key.length === 1 ? key.toLowerCase() : key;
  const shown = shift && key.length === 1 && !/[a-z]/.test(letter) ? false : shift;
  return `${mod ? 'mod+' : ''}${alt ? 'alt+' : ''}${shown ? 'shift+' : ''}${letter}`;
}

/**
 * The command of a press in a mode; `pending` is the first half of a pair that was pressed just before.
 * A pair's first half answers no command; any other key forgets it.
 */
export function commandFor(press: KeyPress, mode: Mode, pending: string | null): KeyAnswer {
  const spelled = spell(press);
  const pair = pending === null ? undefined : byKeys.get(`${pending} ${spelled}`);
  if (pair && mode === 'command') return { command: pair.command, pending: null };
  const row = byKeys.get(spelled);
  if (row && (row.in !== 'command' || mode === 'command')) {
    return { command: row.command, pending: null };
  }
  const begins = mode === 'command' && firstHalves.has(spelled);
  return { command: null, pending: begins ? spelled : null };
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
};

/** Keys as a person reads them: "Ctrl K", on a Mac "⌘ K". */
export function keysText(keys: string, mac = false): string {
  return keys
    .split(' ')
    .map(press =>
      press
        .split('+')
        .map(part => (mac && part === 'mod' ? '⌘' : (NAMES[part] ?? capital(part))))
        .join(' '),
    )
    .join(' ');
}

function capital(part: string): string {
  return part.length === 1 ? part.toUpperCase() : part;
}

/** The first keys of a command, or none. */
export function keysOf(command: CommandId): string | null {
  return keyTable.find(row => row.command === command)?.keys[0] ?? null;
}
