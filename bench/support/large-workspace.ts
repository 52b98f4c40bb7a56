import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { commandJson } from './command.js';

/** The user whose life is long. */
export const LONG_LIFE = 'long-life';

export interface LargeWorkspace {
  /** Actions of the user `LONG_LIFE`. */
  readonly actions: number;
  /** Pins; each was acted on before the run's training ended, so that all are in its index. */
  readonly pins: number;
}

const ACTIONS_A_USER = 200;
const PIN_WIDTH = 8;
const INTERESTS = 24;
const START_MS = 1_700_000_000_000;
const DAY_MS = 86_400_000;
const DAYS = 180;
/** Pins are first seen in these, well before training ends. */
const EARLY_DAYS = 90;

/** Settings of a run that is trained at once: what it says is of no account, its sizes are. */
const SETTINGS = [
  'steps=3',
  'batchUsers=8',
  'negatives.random=64',
  'optimizer.warmupSteps=1',
  'validation.enabled=false',
];

/**
 * Imports a log and trains the run `tiny` on it: one user with many sessions, and as many other actions as
 * there are pins. Pins have an interest and lie around its centre. Equal sizes give equal data.
 */
export async function makeLargeWorkspace(workspace: string, size: LargeWorkspace): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-log-'));
  const place = ['--workspace', workspace, '--dataset', 'large'];
  try {
    const [log, pins] = [join(folder, 'log.parquet'), join(folder, 'pins.parquet')];
    await writeLog(log, pins, size);
    await commandJson([
      ...['import', log, ...place, '--positive', 'type = save'],
      ...['--pins', pins, '--pin-columns', 'pin=pin,interests=interests,embedding=embedding'],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  // Later than the last pin was first seen: the proposed split may lie before.
  const at = new Date(START_MS + (EARLY_DAYS + 1) * DAY_MS).toISOString();
  await commandJson([
    ...['train', ...place, '--run', 'tiny', '--preset', 'tiny', '--at', at],
    ...['--set', ...SETTINGS],
  ]);
}

async function writeLog(log: string, pinTable: string, size: LargeWorkspace): Promise<void> {
  const { actions, pins } = size;
  const db = await DuckDb.open();
  const draw = (salt: number) => `(hash(i + ${salt} * 1000000007::BIGINT) % 1000003) / 1000003.0`;
  const what = `
    ['save', 'click', 'closeup', 'hide'][1 + (hash(i + 5) % 4)::INT] AS "type",
    ['homefeed', 'search', 'related'][1 + (hash(i + 6) % 3)::INT] AS surface,
    (1 + 200 * pow(${draw(7)}, 4))::FLOAT AS duration`;
  // A dozen actions a session; sessions lie anywhere in the half year.
  const session = '(i // 12)';
  await db.run(`COPY (
    SELECT '${LONG_LIFE}' AS "user", (hash(i) % ${pins})::INT AS pin,
      make_timestamp_ms(${START_MS} + (${DAYS} * 86400000.0 *
        (hash(${session} + 11) % 1000003) / 1000003.0)::BIGINT + (i % 12) * 45000) AS "at", ${what}
    FROM range(${actions}) life(i)
    UNION ALL
    SELECT 'user-' || (i // ${ACTIONS_A_USER}), i::INT,
      make_timestamp_ms(${START_MS} + (${EARLY_DAYS} * 86400000.0 * ${draw(13)})::BIGINT), ${what}
    FROM range(${pins}) others(i)) TO ${sqlText(log)} (FORMAT parquet)`);
  const parts = Array.from(
    { length: PIN_WIDTH },
    (_, axis) =>
      `((hash(i % ${INTERESTS} + ${axis} * 31) % 1009) / 504.5 - 1 + .6 * (${draw(axis + 17)} - .5))::FLOAT`,
  );
  await db.run(`COPY (
    SELECT i::INT AS pin, 'Interest ' || (i % ${INTERESTS}) AS interests,
      [${parts.join(', ')}] AS embedding
    FROM range(${pins}) t(i)) TO ${sqlText(pinTable)} (FORMAT parquet)`);
  db.close();
}

/** Writes a notebook that a window finds when it opens. */
export function writeNotebook(workspace: string, name: string, markdown: string): void {
  const folder = join(workspace, 'notebooks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), markdown);
}
