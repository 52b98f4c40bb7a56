import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NotebookDocument } from '../../src-main/notebook/document.js';
import { History } from '../../src-main/notebook/history.js';

const named = (lead: string): NotebookDocument => ({ lead, blocks: [] });

test('undo and redo go back and forth, and an edit after undo ends what could be redone', () => {
  const history = new History();
  const [a, b, c] = ['a', 'b', 'c'].map(named) as [
    NotebookDocument,
    NotebookDocument,
    NotebookDocument,
  ];
  expect(history.undo(a)).toBeUndefined();
  history.remember(a, 0);
  history.remember(b, 0);
  expect(history.undo(c)).toBe(b);
  expect(history.undo(b)).toBe(a);
  expect([history.canUndo, history.canRedo]).toEqual([false, true]);
  expect(history.redo(a)).toBe(b);
  history.remember(b, 0);
  expect([history.canUndo, history.canRedo]).toEqual([true, false]);
});

test('typing in one cell is undone together until it rests a second or goes elsewhere', () => {
  const history = new History();
  const documents = ['0', '1', '2', '3', '4'].map(named);
  history.remember(documents[0]!, 0, 'x');
  history.remember(documents[1]!, 900, 'x');
  history.remember(documents[2]!, 1900, 'x');
  history.remember(documents[3]!, 1950, 'y');
  const steps = [documents[4]!];
  for (let now = steps[0]; now; now = history.undo(now)) if (now !== steps[0]) steps.push(now);
  expect(steps.map(({ lead }) => lead)).toEqual(['4', '3', '2', '0']);
});

test('however it is stepped, undoing all and redoing all end where it began', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('edit', 'undo', 'redo'), { maxLength: 40 }), commands => {
      const history = new History();
      let now = named('0');
      commands.forEach((command, i) => {
        if (command === 'edit') history.remember(now, i);
        const next =
          command === 'edit' ? named(String(i + 1)) : history[command as 'undo' | 'redo'](now);
        now = next ?? now;
      });
      while (history.canRedo) now = history.redo(now)!;
      const last = now;
      while (history.canUndo) now = history.undo(now)!;
      expect(now.lead).toBe('0');
      while (history.canRedo) now = history.redo(now)!;
      expect(now).toBe(last);
    }),
  );
});

test('the oldest of more than five hundred steps are forgotten', () => {
  const history = new History();
  for (let i = 0; i < 510; i++) history.remember(named(String(i)), i);
  let now = named('510');
  while (history.canUndo) now = history.undo(now)!;
  expect(now.lead).toBe('10');
});
