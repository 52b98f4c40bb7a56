import { describe, expect, test } from 'vitest';
import { evaluationTargets, targetPinsOfUsers } from '../../src-main/evaluate/targets.js';
import { tinyTimelines } from './tiny-timelines.js';

const t = 1000;
const base = {
  atMs: t,
  windowMs: 100,
  knownPins: new Uint8Array(10).fill(1),
  sequenceLength: 2,
};

describe('evaluationTargets', () => {
  test('takes positive actions of (t, t + window] and neither edge outside it', () => {
    const timelines = tinyTimelines([
      { pin: 0, atMs: 900 },
      { pin: 1, atMs: 1000 },
      { pin: 2, atMs: 1001 },
      { pin: 3, atMs: 1050, positive: false },
      { pin: 4, atMs: 1100 },
      { pin: 5, atMs: 1101 },
    ]);
    const targets = evaluationTargets(timelines, {
      ...base,
      protocol: 'actions',
      users: Int32Array.of(0),
    });
    expect([...targets.pin]).toEqual([2, 4]);
    expect([...targets.targetAtMs]).toEqual([1001, 1100]);
  });

  test('counts each pin once under pins and every positive action under actions', () => {
    const timelines = tinyTimelines([
      { pin: 0, atMs: 900 },
      { pin: 2, atMs: 1001 },
      { pin: 2, atMs: 1002 },
    ]);
    const users = Int32Array.of(0);
    const pins = evaluationTargets(timelines, { ...base, protocol: 'pins', users });
    const actions = evaluationTargets(timelines, { ...base, protocol: 'actions', users });
    expect([...pins.pin]).toEqual([2]);
    expect([...actions.pin]).toEqual([2, 2]);
    // The second action repeats a pin that realtime has just read; pins knows only the state at t.
    expect([...actions.repeat]).toEqual([0, 1]);
    expect([...pins.repeat]).toEqual([0]);
    expect(targetPinsOfUsers(actions)).toEqual({
      offsets: Uint32Array.of(0, 1),
      pins: Int32Array.of(2),
    });
  });

  test('reads a repeat from the sequence at the earliest moment on, strictly before the target', () => {
    // M = 2 at 950: pins 6 and 7; pin 5 has left the sequence. Pin 8 occurs at the target's own time.
    const timelines = tinyTimelines([
      { pin: 5, atMs: 100 },
      { pin: 6, atMs: 200 },
      { pin: 7, atMs: 300 },
      { pin: 9, atMs: 980 },
      { pin: 5, atMs: 1010 },
      { pin: 6, atMs: 1020 },
      { pin: 9, atMs: 1030 },
      { pin: 8, atMs: 1040, positive: false },
      { pin: 8, atMs: 1040 },
    ]);
    const targets = evaluationTargets(timelines, {
      ...base,
      protocol: 'actions',
      earliestMs: 950,
      users: Int32Array.of(0),
    });
    expect([...targets.pin]).toEqual([5, 6, 9, 8]);
    expect([...targets.repeat]).toEqual([0, 1, 1, 0]);
  });

  test('leaves out users without a target or without an action at the earliest moment, and counts them', () => {
    const timelines = tinyTimelines(
      [{ pin: 0, atMs: 900 }],
      [{ pin: 0, atMs: 1001 }],
      [
        { pin: 0, atMs: 990 },
        { pin: 1, atMs: 1001 },
      ],
      [
        { pin: 0, atMs: 940 },
        { pin: 1, atMs: 1001 },
      ],
    );
    const targets = evaluationTargets(timelines, {
      ...base,
      protocol: 'actions',
      earliestMs: 950,
      users: Int32Array.of(0, 1, 2, 3),
    });
    expect([...targets.users]).toEqual([3]);
    expect(targets.leftOut).toEqual({ withoutTarget: 1, withoutHistory: 2 });
  });

  test('asks only usable actions whether a user has a history', () => {
    const timelines = tinyTimelines([
      { pin: 0, atMs: 900, type: 1 },
      { pin: 1, atMs: 1001 },
    ]);
    const targets = evaluationTargets(timelines, {
      ...base,
      protocol: 'actions',
      users: Int32Array.of(0),
      isUsable: action => timelines.type[action] === 0,
    });
    expect(targets.users.length).toBe(0);
    expect([...targets.offsets]).toEqual([0]);
  });

  test('keeps a target that has no features at t, and marks it', () => {
    const timelines = tinyTimelines([
      { pin: 0, atMs: 900 },
      { pin: 1, atMs: 1001 },
    ]);
    const targets = evaluationTargets(timelines, {
      ...base,
      knownPins: Uint8Array.of(1, 0),
      protocol: 'actions',
      users: Int32Array.of(0),
    });
    expect([...targets.unknown]).toEqual([1]);
  });

  test('drops repeats under newOnly and lists the visited pins for the index', () => {
    const timelines = tinyTimelines([
      { pin: 0, atMs: 900 },
      { pin: 0, atMs: 1001 },
      { pin: 1, atMs: 1002 },
    ]);
    const targets = evaluationTargets(timelines, {
      ...base,
      protocol: 'actions',
      users: Int32Array.of(0),
      newOnly: true,
    });
    expect([...targets.pin]).toEqual([1]);
    expect([...targets.visited.pins]).toEqual([0]);
  });
});
