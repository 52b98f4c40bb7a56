import { describe, expect, test } from 'vitest';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { whatIf } from '../../src-main/inspect/counterfactual.js';
import { editTimeline, type TimelineEdit } from '../../src-main/inspect/edit-timeline.js';
import { createExactIndex } from '../../src-main/retrieve/exact.js';
import { createMeanEncoder, timelineOf, unitPins } from './fixture.js';

const timeline = timelineOf([
  { pin: 0, atMs: 1000 },
  { pin: 1, atMs: 2000 },
  { pin: 1, atMs: 3000 },
  { pin: 2, atMs: 9000 },
]);
const limits = { pins: 12, types: 3, surfaces: 2 };

async function ask(edits: readonly TimelineEdit[], atMs = 5000) {
  const device = openReferenceDevice();
  const encoder = await createMeanEncoder(device);
  const index = createExactIndex(device, unitPins, 12, 4);
  const knownPins = new Uint8Array(12).fill(1);
  knownPins[11] = 0;
  const pinId = (pin: number) => `pin-${pin}`;
  return whatIf(encoder, index, { timeline, atMs, edits, k: 3, limits, knownPins, pinId });
}

describe('what if', () => {
  test('dropping actions changes the embedding and the list as their removal would', async () => {
    const answer = await ask([
      { kind: 'drop', action: 1 },
      { kind: 'drop', action: 2 },
    ]);
    // (1, 2) becomes (1, 0): from the pins of the second axis to those of the first.
    expect(answer.cosine).toBeCloseTo(1 / Math.sqrt(5), 5);
    expect([...answer.before.pins]).toEqual([1, 5, 9]);
    expect([...answer.after.pins]).toEqual([0, 4, 8]);
    expect([...answer.change.came]).toEqual([0, 4, 8]);
    expect([...answer.change.went]).toEqual([1, 5, 9]);
    expect([answer.before.sequenceLength, answer.after.sequenceLength]).toEqual([3, 1]);
  });

  test('an inserted pin and a moved action count from their time on', async () => {
    const inserted = await ask([{ kind: 'insert', pin: 3, atMs: 4000 }]);
    expect(inserted.after.sequenceLength).toBe(4);
    expect(inserted.cosine).toBeCloseTo(5 / Math.sqrt(5 * 6), 5); // (1, 2, 0, 0) and (1, 2, 0, 1)
    const moved = await ask([{ kind: 'move', action: 3, atMs: 500 }]);
    expect(moved.after.sequenceLength).toBe(4);
    const later = await ask([{ kind: 'move', action: 0, atMs: 8000 }]);
    expect(later.after.sequenceLength).toBe(2);
  });

  test('without edits nothing changes; without any action there is nothing to compare', async () => {
    const same = await ask([]);
    expect(same.cosine).toBeCloseTo(1, 6);
    expect([...same.change.rankBefore]).toEqual([1, 2, 3]);
    const none = await ask([0, 1, 2].map(action => ({ kind: 'drop', action })));
    expect([...none.after.pins]).toEqual([]);
    expect(none.cosine).toBeNaN();
  });

  test('refuses what cannot be done and names the edit', async () => {
    const refused: TimelineEdit[] = [
      { kind: 'drop', action: 4 },
      { kind: 'move', action: -1, atMs: 1 },
      { kind: 'move', action: 1, atMs: Number.NaN },
      { kind: 'insert', pin: 12, atMs: 1 },
      { kind: 'insert', pin: 11, atMs: 1 },
      { kind: 'insert', pin: 0, atMs: 1, surface: 2 },
      { kind: 'insert', pin: 0, atMs: 1, durationSeconds: -1 },
      { kind: 'insert', pin: 0, atMs: 6000 },
    ];
    for (const edit of refused)
      await expect(ask([edit])).rejects.toMatchObject({ code: 'BAD_INPUT', where: 'edits[0]' });
    const unknown = ask([{ kind: 'insert', pin: 11, atMs: 4000 }]);
    await expect(unknown).rejects.toThrow('the model knows no features of pin "pin-11".');
  });
});

test('actions of one millisecond keep their order, inserted ones come last', () => {
  const edited = editTimeline(
    timeline,
    [
      { kind: 'insert', pin: 7, atMs: 2000 },
      { kind: 'move', action: 3, atMs: 2000 },
    ],
    limits,
  );
  expect([...edited.pin]).toEqual([0, 1, 2, 7, 1]);
  expect([...edited.offsets]).toEqual([0, 5]);
});
