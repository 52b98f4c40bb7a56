/**
 * Frames of the figures that hold most: a timeline of 20,000 actions panned and zoomed, a map of a million
 * pins from its data to its first picture and panned. In Chromium without a GPU, against the built command;
 * the data are imported, and a run is trained on them. Parameters: --seconds N (10 by default), --pins N,
 * --workspace DIR (made and kept there; without one it is made anew and removed).
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Locator, Page } from 'playwright-core';
import { type Frames, framesDuring } from './support/frames.js';
import { dragAndZoom } from './support/gestures.js';
import { LONG_LIFE, makeLargeWorkspace, writeNotebook } from './support/large-workspace.js';
import { describeMachine } from './support/machine.js';
import { type Cell, report } from './support/report.js';
import { type ServedPage, servePage } from './support/served-page.js';

const ACTIONS = 20_000;
const RUN_MS = 300_000;

const { values: given } = parseArgs({
  options: {
    workspace: { type: 'string' },
    seconds: { type: 'string', default: '10' },
    pins: { type: 'string', default: '1000000' },
  },
});
const seconds = Number(given.seconds);
const pins = Number(given.pins);
const workspace = given.workspace ?? mkdtempSync(join(tmpdir(), 'pinnerformer-figures-'));

const timelineCell = `\`\`\`timeline #life\nrun: tiny\nuser: ${LONG_LIFE}\n\`\`\``;
const mapCell = '```map #points\nrun: tiny\nusers: 0\n```';

/** Of the page: when the bytes of a large output came, when a map was shown, how often canvases were cleared. */
interface Marks {
  drawings: number;
  arrivedAt?: number;
  drawnAt?: number;
}
interface Moved extends Frames {
  readonly drawingsASecond: number;
}
declare global {
  var benchMarks: Marks;
}

try {
  if (!existsSync(join(workspace, 'runs'))) {
    console.log(`Importing ${ACTIONS + pins} actions on ${pins} pins and training a run …`);
    await makeLargeWorkspace(workspace, { actions: ACTIONS, pins });
  }
  const rows: Cell[][] = [];
  writeNotebook(workspace, 'life', `# A long life\n\n${timelineCell}\n`);
  writeNotebook(workspace, 'map', `# All pins\n\n${mapCell}\n`);
  await inNotebook('life', async served => {
    const idle = await framesDuring(served.page, () => served.page.waitForTimeout(3000));
    rows.push(...frameRows('page at rest', idle, ''));
    rows.push(...movedRows('timeline, 20,000 actions', await moveTimeline(served), '< 20'));
  });
  await inNotebook('map', async served => {
    await runMap(served);
    rows.push(...(await firstPicture(served)));
    rows.push(...movedRows(`map, ${pins} points`, await moveMap(served), ''));
  });
  report(
    'figures',
    [
      {
        title: `Figures moved for ${seconds} s, 1440 × 900, Chromium without a GPU`,
        columns: ['what', 'measured', 'unit', 'aim'],
        rows,
        notes: [
          'Frames by requestAnimationFrame; late ones took more than 33 ms. The data are imported, the map is of a trained run by PCA; its data: from their last byte in the page.',
        ],
      },
    ],
    describeMachine(['playwright-core']),
  );
} finally {
  if (given.workspace === undefined) rmSync(workspace, { recursive: true, force: true });
}

/** Opens one of the notebooks in a window of its own. */
async function inNotebook(name: string, work: (served: ServedPage) => Promise<void>) {
  const served = await servePage(workspace);
  try {
    const { page } = served;
    page.setDefaultTimeout(RUN_MS);
    await page.addInitScript(watchMaps);
    await page.goto(served.address);
    await page
      .getByRole('main')
      .getByRole('button', { name: `${name}.md` })
      .click();
    await served.cell(name === 'life' ? 'life' : 'points').waitFor();
    await work(served);
  } finally {
    await served.close();
  }
}

/** Runs in the page before the app: the first large message, and the first drawing with as many points. */
function watchMaps(): void {
  const marks: Marks = { drawings: 0 };
  globalThis.benchMarks = marks;
  const LARGE = 1e6;
  const { WebSocket: Native } = globalThis;
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        if ((data.byteLength ?? data.size ?? data.length) > LARGE)
          marks.arrivedAt ??= performance.now();
      });
    }
  };
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (x, y, width, height) {
    marks.drawings++;
    clearRect.call(this, x, y, width, height);
  };
  // Maps are put into their canvas whole; at the next frame what was put has been shown.
  const shown = () => requestAnimationFrame(() => (marks.drawnAt ??= performance.now()));
  const { drawArrays } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.drawArrays = function (...given) {
    drawArrays.apply(this, given);
    shown();
  };
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...given: unknown[]) {
    Reflect.apply(putImageData, this, given);
    marks.drawings++;
    shown();
  };
}

function movedRows(what: string, moved: Moved, aim: string): Cell[][] {
  return [
    ...frameRows(what, moved, aim),
    [`${what}: drawn`, moved.drawingsASecond, 'a second', ''],
  ];
}

function frameRows(what: string, { p50, p95, late, longest }: Frames, aim: string): Cell[][] {
  return [
    [`${what}: frame p50`, p50, 'ms', ''],
    [`${what}: frame p95`, p95, 'ms', aim],
    [`${what}: longest frame`, longest, 'ms', ''],
    [`${what}: late frames`, late * 100, '%', ''],
  ];
}

/** From the whole life down to single sessions and back. */
async function moveTimeline({ page, cell }: ServedPage): Promise<Moved> {
  const slider = cell('life').getByRole('slider', { name: 'Playhead' });
  await slider.focus();
  await page.keyboard.press('f');
  await page.waitForTimeout(1000);
  return moving(page, cell('life').locator('canvas'));
}

/** Frames while a figure is dragged and zoomed, and how often it was drawn anew. */
async function moving(page: Page, figure: Locator): Promise<Moved> {
  const drawings = () => page.evaluate(() => benchMarks.drawings);
  const before = await drawings();
  const frames = await framesDuring(page, () => dragAndZoom(page, figure, seconds));
  return { ...frames, drawingsASecond: ((await drawings()) - before) / seconds };
}

/** Runs the cell where it has not run yet. */
async function runMap({ page, cell }: ServedPage): Promise<void> {
  const map = cell('points');
  await page.waitForFunction(
    element => element?.getAttribute('data-state') !== null,
    await map.elementHandle(),
  );
  if ((await map.getAttribute('data-state')) !== 'fresh')
    await page.getByRole('button', { name: 'Run all' }).click();
  await map.and(page.locator('[data-state=fresh]')).waitFor();
  await map.locator('canvas').waitFor();
}

/** The window anew on the finished map. */
async function firstPicture({ page }: ServedPage): Promise<Cell[][]> {
  await page.goto(new URL('/', page.url()).href);
  const { arrivedAt = Number.NaN, drawnAt = Number.NaN } = await page.evaluate(async () => {
    while (benchMarks?.drawnAt === undefined) await new Promise(requestAnimationFrame);
    return benchMarks;
  });
  return [
    [`map, ${pins} points: first picture after its data`, (drawnAt - arrivedAt) / 1e3, 's', '< 2'],
    [`map, ${pins} points: first picture after the window`, drawnAt / 1e3, 's', ''],
  ];
}

async function moveMap({ page, cell }: ServedPage): Promise<Moved> {
  const map = cell('points').getByRole('application');
  await map.focus();
  await page.waitForTimeout(1000);
  return moving(page, map);
}
