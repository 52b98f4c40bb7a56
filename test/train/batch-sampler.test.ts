import { expect, test } from 'vitest';
import { MASKED } from '../../src-main/model/batch-layout.js';
import { makeBatchMaker, makeSampler } from '../../src-main/train/batch-maker.js';
import { finishTask } from '../../src-main/train/finish-task.js';
import { batchTask, TASK_PINS } from './batch-task.js';

test('a batch holds only sequences, positives and pool pins of what training may see', () => {
  for (const mask of ['batch', 'window'] as const) {
    const task = batchTask({ negatives: { mask } });
    const sample = makeSampler(task, finishTask(task).drawCounts);
    const { timelines } = task;
    for (let step = 0; step < 30; step++) {
      const { draft, pool, rowWeight } = sample(step);
      expect(rowWeight.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      draft.rowPin.forEach((pin, row) => {
        const sequence = draft.rowSequence[row]!;
        const user = draft.user[sequence]!;
        const positives = timelines.positivePin.subarray(
          timelines.positiveOffsets[user],
          timelines.positiveOffsets[user + 1],
        );
        expect(positives).toContain(pin);
        expect(draft.rowAction[row]).toBeGreaterThanOrEqual(draft.start[sequence]!);
        expect(draft.rowAction[row]).toBeLessThan(draft.end[sequence]!);
        expect(pool.pins[pool.rowTarget[row]!]).toBe(pin);
      });
    }
  }
});

test('a step’s batch is the same whenever and in whatever order it is made', () => {
  const task = finishTask(batchTask({ model: { dropout: { input: 0.1, residual: 0.1 } } }));
  const forwards = makeBatchMaker(task);
  const backwards = makeBatchMaker(task);
  const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const later = new Map([...steps].reverse().map(step => [step, backwards(step)]));
  for (const step of steps) expect(forwards(step)).toEqual(later.get(step));
  expect(forwards(0).parts[0]!.rowTarget).not.toEqual(forwards(1).parts[0]!.rowTarget);
});

test('written arrays say what was sampled', () => {
  const task = finishTask(batchTask());
  const batch = makeBatchMaker(task)(4);
  const { draft, pool, userOfSequence } = makeSampler(task, task.drawCounts)(4);
  const plan = task.plans[batch.plan]!;
  const arrays = batch.parts[0]!;
  const { timelines, pins } = task;
  // Query slots and users in group order, back to group and slot.
  const slots = plan.groups.flatMap(({ users, queries }, group) =>
    Array.from({ length: users * queries }, (_, i) => ({
      group,
      user: Math.floor(i / queries),
      i,
    })),
  );
  const firstUser = [
    0,
    plan.groups[0]!.users,
    plan.groups[0]!.users + (plan.groups[1]?.users ?? 0),
  ];
  for (let row = 0; row < draft.rowPin.length; row++) {
    const { group, user, i } = slots[arrays.rowSlot![row]!]!;
    const { length } = plan.groups[group]!;
    expect(arrays.rowUser![row]).toBe(firstUser[group]! + user);
    const column = arrays[`g${group}.query`]![i]!;
    const tableRow = arrays[`g${group}.pin`]![user * length + column]!;
    const pin = timelines.pin[draft.rowAction[row]!]!;
    expect(arrays.pins!.slice(tableRow * 4, tableRow * 4 + 4)).toEqual(
      Float32Array.from(pins.values.subarray(pin * 4, pin * 4 + 4)),
    );
    const sequence = draft.rowSequence[row]!;
    expect(arrays[`g${group}.count`]![user]).toBe(draft.end[sequence]! - draft.start[sequence]!);
    const slot = firstUser[group]! + user;
    const masked = pool.byUser[userOfSequence[sequence]!]!;
    const first = slot * plan.userPositives;
    expect([...arrays.userPositive!.slice(first, first + masked.columns.length)]).toEqual(
      masked.columns,
    );
  }
  expect(arrays.rowWeight!.slice(draft.rowPin.length).every(weight => weight === 0)).toBe(true);
  expect(arrays.poolBias!.slice(pool.pins.length).every(bias => bias === MASKED)).toBe(true);
  expect(batch.tokens).toBe(draft.end.reduce((sum, end, i) => sum + end - draft.start[i]!, 0));
});

test('cropping cuts off oldest actions only', () => {
  const whole = makeSampler(batchTask({ sampling: { cropShare: 0 } }), null);
  const cropped = makeSampler(batchTask({ sampling: { cropShare: 1 } }), null);
  let shorter = 0;
  for (let step = 0; step < 10; step++) {
    const ends = (draft: { user: Int32Array; end: Int32Array }) =>
      [...draft.end].map((end, i) => `${draft.user[i]}:${end}`).sort();
    const a = whole(step).draft;
    const b = cropped(step).draft;
    expect(ends(b)).toEqual(ends(a));
    const tokens = (draft: typeof a) =>
      draft.end.reduce((sum, end, i) => sum + end - draft.start[i]!, 0);
    if (tokens(b) < tokens(a)) shorter++;
  }
  expect(shorter).toBe(10);
});

test('the draws counted for log Q have the distribution of the training draws', () => {
  const task = batchTask();
  const { drawCounts } = finishTask(task);
  const total = drawCounts!.reduce((sum, count) => sum + count, 0);
  const seen = new Float64Array(TASK_PINS);
  const sample = makeSampler(task, null);
  let rows = 0;
  for (let step = 0; step < 400; step++)
    for (const pin of sample(step).draft.rowPin) {
      seen[pin]! += 1;
      rows++;
    }
  for (let pin = 0; pin < TASK_PINS; pin++)
    expect(Math.abs(seen[pin]! / rows - drawCounts![pin]! / total)).toBeLessThan(0.012);
});
