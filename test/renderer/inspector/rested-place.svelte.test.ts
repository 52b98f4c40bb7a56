// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ShownLife } from '../../../src-renderer/follow/shown-life.js';
import { restedPlace } from '../../../src-renderer/inspector/rested-place.svelte.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function placed() {
  const at = (user: string, atMs: number) =>
    ({ run: 'm', user, atMs, timeline: { atMs: Float64Array.of(100, 200, 300) } }) as ShownLife;
  let life = $state.raw(at('a', 250));
  let place!: ReturnType<typeof restedPlace>;
  onTestFinished(
    $effect.root(() => {
      place = restedPlace(() => life, 50);
    }),
  );
  const move = async (user: string, atMs: number) => {
    life = at(user, atMs);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { place, move };
}

test('a playhead between two actions asks about one instant, and does not wait for it', async () => {
  const { place, move } = placed();
  expect(place.value).toEqual({ run: 'm', user: 'a', atMs: 201 });
  await move('a', 201);
  await move('a', 300);
  expect(place).toMatchObject({ value: { atMs: 201 }, current: true });
});

test('past the next action it asks anew, once the playhead has stood still', async () => {
  const { place, move } = placed();
  await move('a', 301);
  expect(place).toMatchObject({ value: { atMs: 201 }, current: false });
  await vi.advanceTimersByTimeAsync(30);
  await move('a', 90);
  await vi.advanceTimersByTimeAsync(30);
  expect(place).toMatchObject({ value: { atMs: 201 }, current: false });
  await vi.advanceTimersByTimeAsync(20);
  expect(place).toMatchObject({ value: { atMs: 100 }, current: true });
});

test('a user is never asked about at the instant of the one before', async () => {
  const { place, move } = placed();
  await move('b', 150);
  expect(place.value).toEqual({ run: 'm', user: 'a', atMs: 201 });
  await vi.advanceTimersByTimeAsync(50);
  expect(place.value).toEqual({ run: 'm', user: 'b', atMs: 101 });
});
