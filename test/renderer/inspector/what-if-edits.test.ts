import { expect, test } from 'vitest';
import {
  changedResults,
  changedSight,
  distanceMoved,
  editOf,
  readWords,
  seenChanges,
  withChange,
  withDropped,
  withoutEdit,
} from '../../../src-renderer/inspector/what-if-edits.js';

const insert = (atMs: number) =>
  ({ kind: 'insert', pin: 3, atMs, type: 0, surface: 0, durationSeconds: 0 }) as const;

test('a second change of an action takes the place of its first, inserted pins add up', () => {
  let edits = withChange([], { kind: 'retime', action: 4, atMs: 50 });
  edits = withChange(edits, insert(10));
  edits = withChange(edits, insert(10));
  edits = withChange(edits, { kind: 'drop', action: 4 });
  expect(edits.map(({ change }) => change.kind)).toEqual(['insert', 'insert', 'drop']);
  expect(new Set(edits.map(({ id }) => id)).size).toBe(3);
  expect(editOf(edits, 4)?.change.kind).toBe('drop');
  expect(editOf(edits, 5)).toBeUndefined();
});

test('each change is undone by its number alone', () => {
  const edits = withDropped([], Int32Array.of(2, 7, 9));
  const gone = editOf(edits, 7)!;
  expect(withoutEdit(edits, gone.id).map(({ change }) => change)).toEqual([
    { kind: 'drop', action: 2 },
    { kind: 'drop', action: 9 },
  ]);
});

test('an instant sees what stood before it, came before it or was moved before it', () => {
  const edits = [
    { kind: 'drop', action: 0 } as const,
    { kind: 'drop', action: 1 } as const,
    { kind: 'retime', action: 2, atMs: 5 } as const,
    insert(19),
    insert(20),
  ].reduce(withChange, []);
  expect(seenChanges(edits, 20, [10, 20, 30])).toEqual([
    { kind: 'drop', action: 0 },
    { kind: 'retime', action: 2, atMs: 5 },
    insert(19),
  ]);
});

test('the way of an embedding follows from the cosine', () => {
  expect(distanceMoved(1)).toBe(0);
  expect(distanceMoved(1 + 1e-9)).toBe(0);
  expect(distanceMoved(0.5)).toBe(1);
  expect(distanceMoved(-1)).toBe(2);
  expect(distanceMoved(Number.NaN)).toBeNaN();
});

test('results are new by their pin, not by their rank', () => {
  const pins = (...list: number[]) => list.map(pin => ({ pin }));
  expect(changedResults(pins(1, 2, 3), pins(3, 1, 9))).toBe(1);
  expect(changedResults([], pins(1))).toBe(1);
});

test('a changed past is asked for at the earliest instant that sees the same actions and changes', () => {
  const actions = [10, 20, 40];
  const edits = [{ kind: 'drop', action: 0 } as const, insert(25), insert(90)].reduce(
    withChange,
    [] as ReturnType<typeof withChange>,
  );
  expect(changedSight(edits, 24, actions)).toBe(21);
  expect(changedSight(edits, 30, actions)).toBe(26);
  expect(changedSight(edits, 39, actions)).toBe(26);
  expect(changedSight(edits, 60, actions)).toBe(41);
  for (const atMs of [24, 30, 39, 60])
    expect(seenChanges(edits, changedSight(edits, atMs, actions), actions)).toEqual(
      seenChanges(edits, atMs, actions),
    );
});

test('another number of actions that are read is told', () => {
  expect(readWords([28, 28])).toBe('');
  expect(readWords([28, 27])).toBe('The model reads 27 actions instead of 28.');
  expect(readWords([2, 1])).toBe('The model reads 1 action instead of 2.');
});
