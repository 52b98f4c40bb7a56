/**
 * How long a dragged playhead waits: 200 instants of one user after another, each asked of a warm serving
 * process over a world of 100,000 pins and a run of the size `small`. What an answer costs does not depend
 * on how well the run is trained, so it makes only a few steps. Parameters: --quick (a tenth of the pins),
 * --threads N (of the serving process; 1 by default).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worldConfig } from '../src-main/data/world/config.js';
import { createEngine } from '../src-main/services/engine.js';
import { createServing, type Serving } from '../src-main/services/serving/serving.js';
import { type Cell, report } from './support/report.js';

const INSTANTS = 200;
const DAY_MS = 86_400_000;
const CADENCES = 'once,daily,realtime';
const RUN = 'small';

const quick = process.argv.includes('--quick');
const threads = Number(process.argv[process.argv.indexOf('--threads') + 1]) || 1;
const pins = quick ? 10_000 : 100_000;

async function makeRun(folder: string): Promise<void> {
  const engine = createEngine({ workspaceFolder: folder });
  const config = worldConfig({ pins, users: 400, embeddingWidth: 64 }, 'tiny');
  await engine.worlds.generate('world', config, {});
  const settings = [
    'steps=3',
    'optimizer.warmupSteps=1',
    'batchUsers=8',
    'negatives.random=256',
    'validation.enabled=false',
  ];
  await engine.training.train({ dataset: 'world', run: RUN, preset: 'small', settings }, {});
}

/** Milliseconds of one question, the way back included. */
async function timed(ask: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await ask();
  return performance.now() - startedAt;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

interface Scrubbed {
  readonly method: string;
  readonly milliseconds: readonly number[];
}

async function scrub(serving: Serving): Promise<Scrubbed[]> {
  const place = { run: RUN };
  const { users } = await serving.users({ place, order: 'actions', offset: 0, limit: 8 });
  const first = users[0]?.id ?? '';
  const { trainedMs } = await serving.userTimeline({ ...place, user: first });
  /** Instants run over the 14 days after t, user by user: each asks for states not seen before. */
  const instants = Array.from({ length: INSTANTS }, (_, i) => ({
    ...place,
    user: users[i % users.length]?.id ?? first,
    atMs: trainedMs + Math.floor((i / INSTANTS) * 14 * DAY_MS),
  }));
  const moment = { ...place, user: first, atMs: trainedMs };
  const top = await serving.retrieveAt({ ...moment, cadences: 'realtime', k: 10 });
  const pin = top.columns[0]?.pins[0]?.pin ?? 0;
  const measure = async (method: string, ask: (at: (typeof instants)[number]) => unknown) => {
    const milliseconds: number[] = [];
    for (const at of instants) milliseconds.push(await timed(async () => ask(at)));
    return { method, milliseconds };
  };
  return [
    await measure('userTimeline', at => serving.userTimeline(at)),
    await measure('retrieveAt', at => serving.retrieveAt({ ...at, cadences: CADENCES, k: 50 })),
    await measure('retrieveAt, seen', at =>
      serving.retrieveAt({ ...at, cadences: CADENCES, k: 50 }),
    ),
    await measure('momentOf', at => serving.momentOf({ ...at, cadences: CADENCES })),
    await measure('attentionAt', at => serving.attentionAt(at)),
    await measure('whatIf', at => serving.whatIf({ ...at, edits: [], k: 50 })),
    await measure('nearPins', at => serving.nearPins({ run: at.run, pin, k: 20 })),
    await measure('nearUsers', at => serving.nearUsers({ ...at, k: 20 })),
    await measure('whyPin', at => serving.whyPin({ ...at, pin, grouping: 'session', passes: 64 })),
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-scrub-'));
const workspace = join(folder, 'workspace');
try {
  console.log(`Making a world of ${pins} pins and a run …`);
  await makeRun(workspace);
  const serving = createServing(workspace, { device: 'cpu', threads });
  const opening = await timed(() => serving.users({ place: { run: RUN }, offset: 0, limit: 1 }));
  const rows = (await scrub(serving)).map(({ method, milliseconds }): Cell[] => [
    method,
    percentile(milliseconds, 0.5),
    percentile(milliseconds, 0.95),
    Math.max(...milliseconds),
  ]);
  serving.stop();
  const table = {
    title: `A dragged playhead: ${INSTANTS} instants, ${pins} pins, run of size small, ${threads} thread(s)`,
    columns: ['method', 'p50 ms', 'p95 ms', 'longest ms'],
    rows,
    notes: [
      'retrieveAt: 50 pins for each of once, daily and realtime, exact (target: p95 under 100 ms).',
      `Opening the run took ${(opening / 1e3).toFixed(1)} s. Times include the way to the process and back.`,
    ],
  };
  report('scrub', [table]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
