import { describe, expect, test } from 'vitest';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { earliestMoment, parseCadences } from '../../src-main/simulate/cadence.js';
import { planReplay, rowsOf } from '../../src-main/simulate/replay.js';
import { type TinyAction, tinyTimelines } from '../evaluate/tiny-timelines.js';

const DAY = 86_400_000;
const t = 100 * DAY;

function plan(cadenceText: string, actions: TinyAction[], isUsable?: (action: number) => boolean) {
  const timelines = tinyTimelines(actions);
  const cadences = parseCadences(cadenceText);
  const targets = evaluationTargets(timelines, {
    protocol: 'actions',
    atMs: t,
    users: Int32Array.of(0),
    knownPins: new Uint8Array(20).fill(1),
    earliestMs: earliestMoment(cadences, t),
    sequenceLength: 10,
  });
  const replay = planReplay(timelines, targets, cadences, isUsable);
  const ends = replay.replays.map(r =>
    Array.from(r.served.queryOfTarget, query => replay.ends[r.states[query]!]!),
  );
  return { replay, ends };
}

describe('planReplay', () => {
  test('serves each target from the sequence that its cadence knew', () => {
    const { ends } = plan('once,daily,realtime', [
      { pin: 0, atMs: t - 2 * DAY },
      { pin: 1, atMs: t - DAY }, // daily's day 1 reads up to here, inclusively
      { pin: 2, atMs: t - DAY + 1 },
      { pin: 3, atMs: t }, // once reads up to here, inclusively
      { pin: 4, atMs: t + 1 },
      { pin: 5, atMs: t + DAY }, // still day 1
      { pin: 6, atMs: t + DAY + 1 }, // day 2: daily reads up to t
      { pin: 7, atMs: t + 2 * DAY + 1 }, // day 3: daily reads up to t + 1 d
    ]);
    expect(ends[0]).toEqual([4, 4, 4, 4]);
    expect(ends[1]).toEqual([2, 2, 4, 6]);
    expect(ends[2]).toEqual([4, 5, 6, 7]);
  });

  test('realtime never reads an action of the same millisecond, whatever the file’s order', () => {
    const { ends } = plan('realtime', [
      { pin: 0, atMs: t - 1 },
      { pin: 1, atMs: t + 5 },
      { pin: 2, atMs: t + 5 },
      { pin: 3, atMs: t + 5 },
      { pin: 4, atMs: t + 6 },
    ]);
    expect(ends[0]).toEqual([1, 1, 1, 4]);
  });

  test('embeds a sequence once for all targets and cadences that it serves', () => {
    const { replay } = plan('once,daily,realtime', [
      { pin: 0, atMs: t - 2 * DAY },
      { pin: 1, atMs: t + 1 },
      { pin: 2, atMs: t + 2 },
    ]);
    // One sequence for once, daily and realtime's first target; one more for realtime's second.
    expect([...replay.ends]).toEqual([1, 2]);
    expect(replay.replays.map(r => [...r.states])).toEqual([[0], [0], [0, 1]]);
  });

  test('takes states that differ only by unusable actions for the same', () => {
    const actions = [
      { pin: 0, atMs: t - 1 },
      { pin: 9, atMs: t + 1, type: 1, positive: false },
      { pin: 1, atMs: t + 2 },
    ];
    const { replay } = plan('once,realtime', actions, action => action !== 1);
    expect([...replay.ends]).toEqual([1]);
  });

  test('gathers the rows that a cadence serves', () => {
    const rows = rowsOf(Float32Array.of(1, 2, 3, 4, 5, 6), Int32Array.of(0, 2), 2);
    expect([...rows]).toEqual([1, 2, 5, 6]);
  });
});
