import { flushSync } from 'svelte';
import { expect, it } from 'vitest';
import { HeldPlace } from '../../../src-renderer/state/held-place.svelte.js';

it('holds while any within waits, and no longer for one that is gone', () => {
  const place = new HeldPlace();
  expect(place.held).toBe(false);
  let waits = true;
  const leave = place.hold(() => waits);
  const other = place.hold(() => false);
  flushSync();
  expect(place.held).toBe(true);
  leave();
  expect(place.held).toBe(false);
  waits = false;
  place.hold(() => waits);
  expect(place.held).toBe(false);
  other();
});
