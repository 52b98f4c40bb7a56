import type { Page } from 'playwright-core';
import { quantile } from './quantile.js';

/** Times between the frames that a page drew, in milliseconds. */
export interface Frames {
  readonly milliseconds: readonly number[];
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  /** Share of frames over 33 ms: two refreshes of a screen went by without one. */
  readonly late: number;
}

const LATE_MS = 33.4;

/** The frames that a page draws while something is done to it, told by requestAnimationFrame. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<Frames> {
  const recording = await page.evaluateHandle(() => {
    const at: number[] = [];
    let next = requestAnimationFrame(function note(now) {
      at.push(now);
      next = requestAnimationFrame(note);
    });
    return { at, end: () => cancelAnimationFrame(next) };
  });
  await work();
  const at = await recording.evaluate(({ at, end }) => {
    end();
    return at;
  });
  const milliseconds = at.slice(1).map((now, i) => now - (at[i] ?? now));
  return {
    milliseconds,
    p50: quantile(milliseconds, 0.5),
    p95: quantile(milliseconds, 0.95),
    longest: quantile(milliseconds, 1),
    late: milliseconds.filter(each => each > LATE_MS).length / milliseconds.length,
  };
}
