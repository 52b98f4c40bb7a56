import { expect, test } from 'vitest';
import { AxisView } from '../../../src-renderer/charts/axis-view.svelte.js';
import { TimeOrderAxis } from '../../../src-renderer/charts/time-order-axis.js';
import { type CommandedAxis, runAxisCommand } from '../../../src-renderer/follow/axis-commands.js';
import { axisCommand } from '../../../src-renderer/follow/axis-keys.js';
import { Selection } from '../../../src-renderer/state/selection.svelte.js';

const bare = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
const press = (key: string, held: Partial<typeof bare> = {}) =>
  axisCommand({ key, ...bare, ...held });

/** A life of three actions whose playhead follows, or is held by its cell. */
function commanded(pinned = false) {
  const atMs = Float64Array.of(1000, 2000, 3000);
  const selection = new Selection();
  selection.chooseRun('dense', 'world');
  selection.chooseUser('ann', 2001);
  const view = new AxisView();
  const on: CommandedAxis = {
    selection,
    users: () => ({ next: async (user, to) => `${user}${to}` }),
    life: {
      run: 'dense',
      dataset: 'world',
      user: 'ann',
      atMs: 2001,
      pinned,
      timeline: { atMs, positive: Uint8Array.of(1, 0, 0) },
    },
    view,
    axis: new TimeOrderAxis(atMs, 1),
    cutOff: async cadence => ({ daily: 1500 })[cadence] ?? null,
  };
  return { selection, view, on };
}

test('M pins user and instant for comparison, also where the cell holds them', async () => {
  for (const pinned of [false, true]) {
    const { selection, on } = commanded(pinned);
    await runAxisCommand(press('m')!, on);
    expect(selection.compared).toEqual({ run: 'dense', dataset: 'world', user: 'ann', atMs: 2001 });
    await runAxisCommand(press('M', { shiftKey: true })!, on);
    expect(selection.compared).toBeNull();
  }
});

test('the playhead steps by actions and to the next positive, unless the cell holds it', async () => {
  const { selection, on } = commanded();
  await runAxisCommand(press('.')!, on);
  expect(selection.atMs).toBe(3001);
  await runAxisCommand(press('n', { shiftKey: true })!, on);
  expect(selection.atMs).toBe(1001);
  const held = commanded(true);
  await runAxisCommand(press('.')!, held.on);
  expect(held.selection.atMs).toBe(2001);
});

test('1, 2 and 3 go to the cut-off of their cadence, and nowhere before it has an embedding', async () => {
  const { selection, on } = commanded();
  await runAxisCommand(press('1')!, on);
  expect(selection.atMs).toBe(2001);
  await runAxisCommand(press('2')!, on);
  expect(selection.atMs).toBe(1500);
});

test('another user is chosen, unless the cell has its own', async () => {
  const { selection, on } = commanded();
  await runAxisCommand({ kind: 'user', to: -1 }, on);
  expect(selection.user).toBe('ann-1');
  const held = commanded(true);
  await runAxisCommand({ kind: 'user', to: -1 }, held.on);
  expect(held.selection.user).toBe('ann');
});

test('W and S zoom about the playhead, A and D pan, F shows all', async () => {
  const { view, on } = commanded();
  const head = on.axis.position(2001);
  await runAxisCommand(press('w')!, on);
  expect(view.until - view.from).toBeCloseTo(0.7, 12);
  expect((head - view.from) / (view.until - view.from)).toBeCloseTo(head, 12);
  const { from } = view;
  await runAxisCommand(press('a')!, on);
  expect(view.from).toBeCloseTo(Math.max(0, from - 0.14), 12);
  await runAxisCommand(press('f')!, on);
  expect([view.from, view.until]).toEqual([0, 1]);
});

test('Shift steps by session, whatever it makes of the key', () => {
  const session = (to: 1 | -1) => ({ kind: 'step', by: 'session', to });
  for (const key of ['<', ';']) expect(press(key, { shiftKey: true })).toEqual(session(-1));
  for (const key of ['>', ':']) expect(press(key, { shiftKey: true })).toEqual(session(1));
  expect(press('ArrowRight', { shiftKey: true })).toEqual(session(1));
});

test('keys of the browser and of the notebook are left alone', () => {
  expect(press('s', { ctrlKey: true })).toBeNull();
  expect(press('m', { metaKey: true })).toBeNull();
  expect([press('x'), press('Enter'), press('Tab')]).toEqual([null, null, null]);
});
