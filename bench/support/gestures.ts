import type { Locator, Page } from 'playwright-core';

const MOVES_A_DRAG = 125;
const NOTCHES = 24;
const NOTCH_PIXELS = 27;
/** Deepest of the zooms: in turns into the figure and out again. */
const DEPTH = 4;

/** Between two reports of a hand: a common mouse sends 125 a second, a page hears of them once a frame. */
const REPORT_MS = 8;
/** Reports that may wait for the page; a busy one is sent no more. */
const MOST_WAITING = 4;

/**
 * Drags a figure to and fro and turns the wheel over it for some seconds, at the rate of a hand's mouse: a
 * whole drag at each of some depths, deeper and back. The figure must hear the wheel.
 */
export async function dragAndZoom(page: Page, figure: Locator, seconds: number): Promise<void> {
  const box = await figure.boundingBox();
  if (!box) throw new Error('the figure is not on the page');
  const y = box.y + box.height * 0.4;
  const [left, right] = [box.x + box.width * 0.25, box.x + box.width * 0.75];
  const endsAt = performance.now() + seconds * 1e3;
  for (let turn = 0; performance.now() < endsAt; turn++) {
    const [from, to] = turn % 2 === 0 ? [left, right] : [right, left];
    await page.mouse.move(from, y);
    await page.mouse.down();
    await reportAtHandsRate(MOVES_A_DRAG, move =>
      page.mouse.move(from + ((to - from) * (move + 1)) / MOVES_A_DRAG, y),
    );
    await page.mouse.up();
    const notch = turn % (2 * DEPTH) < DEPTH ? -NOTCH_PIXELS : NOTCH_PIXELS;
    await reportAtHandsRate(NOTCHES, () => page.mouse.wheel(0, notch));
  }
}

/** Sends so many reports of a hand at its rate, and waits for a page that does not keep up. */
export async function reportAtHandsRate(
  reports: number,
  report: (i: number) => Promise<void>,
): Promise<void> {
  const waiting: Promise<void>[] = [];
  for (let i = 0; i < reports; i++) {
    waiting.push(report(i));
    if (waiting.length >= MOST_WAITING) await waiting.shift();
    await new Promise(resolve => setTimeout(resolve, REPORT_MS));
  }
  await Promise.all(waiting);
}
