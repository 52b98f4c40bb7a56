import { describe, expect, test } from 'vitest';
import {
  commandFor,
  type KeyPress,
  keysOf,
  keysText,
  keyTable,
  spell,
} from '../../../src-renderer/notebook/keys.js';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  mod: false,
  shift: false,
  alt: false,
  ...held,
});

describe('keys', () => {
  test('letters act on cells in command mode and are typed in edit mode', () => {
    expect(commandFor(press('a'), 'command', null).command).toBe('cell.insertAbove');
    expect(commandFor(press('a'), 'edit', null).command).toBeNull();
  });

  test('Shift Enter and Ctrl Enter run in both modes', () => {
    for (const mode of ['command', 'edit'] as const) {
      expect(commandFor(press('Enter', { shift: true }), mode, null).command).toBe(
        'cell.runAndMove',
      );
      expect(commandFor(press('Enter', { mod: true }), mode, null).command).toBe('cell.run');
    }
  });

  test('Ctrl Alt Enter runs to here in both modes', () => {
    for (const mode of ['command', 'edit'] as const)
      expect(commandFor(press('Enter', { mod: true, alt: true }), mode, null).command).toBe(
        'cell.runToHere',
      );
  });

  test('D deletes only when it is pressed twice in turn', () => {
    const first = commandFor(press('d'), 'command', null);
    expect(first).toEqual({ command: null, pending: 'd' });
    expect(commandFor(press('d'), 'command', first.pending).command).toBe('cell.delete');
    const between = commandFor(press('j'), 'command', first.pending);
    expect(between).toEqual({ command: 'cell.next', pending: null });
    expect(commandFor(press('d'), 'command', between.pending).command).toBeNull();
  });

  test('a question mark needs no Shift in the table', () => {
    expect(spell(press('?', { shift: true }))).toBe('?');
    expect(commandFor(press('?', { shift: true }), 'command', null).command).toBe('app.keys');
  });

  test('Shift R runs what is outdated, and R alone does nothing', () => {
    expect(commandFor(press('R', { shift: true }), 'command', null).command).toBe(
      'notebook.runOutdated',
    );
    expect(commandFor(press('r'), 'command', null).command).toBeNull();
  });

  test('the palette, the panel and the jobs open while one types', () => {
    for (const [key, command] of [
      ['k', 'app.palette'],
      ['i', 'app.panel'],
      ['j', 'app.jobs'],
    ] as const) {
      expect(commandFor(press(key, { mod: true }), 'edit', null).command).toBe(command);
    }
  });

  test('no key means two commands', () => {
    const all = keyTable.flatMap(row => row.keys);
    expect(new Set(all).size).toBe(all.length);
  });

  test('keys are written for a person', () => {
    expect(keysText('mod+k')).toBe('Ctrl K');
    expect(keysText('mod+k', true)).toBe('⌘ K');
    expect(keysText('d d')).toBe('D D');
    expect(keysOf('cell.run')).toBe('mod+Enter');
  });
});
