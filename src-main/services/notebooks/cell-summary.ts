import { basename } from 'node:path';
import type { CellKindName } from '../../contract/outputs.js';
import { momentMs } from '../parse-moment.js';

type Config = Readonly<Record<string, unknown>>;

const list = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));
const files = ({ files: paths }: Config) =>
  Array.isArray(paths) ? paths.map(path => basename(String(path))).join(', ') : '';
/** Whom a view shows, and when, to the minute; it follows what it does not name. */
function own({ user, at }: Config): string {
  const atMs = typeof at === 'string' || typeof at === 'number' ? momentMs(at) : Number.NaN;
  // What is no time is said where the cell fails.
  const when = Math.abs(atMs) <= LAST_DATE_MS ? minuteOf(atMs) : '';
  if (user === undefined) return when ? `selected user at ${when}` : 'follows the selection';
  return when ? `user ${user} at ${when}` : `user ${user}`;
}

const LAST_DATE_MS = 8.64e15;
const minuteOf = (atMs: number) =>
  `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const summaries: Readonly<Record<CellKindName, (config: Config) => string>> = {
  import: config => `${files(config)} into ${config.dataset}`,
  dataset: config => `${config.dataset}`,
  world: config => `${config.size} synthetic world as ${config.dataset}, seed ${config.seed}`,
  profile: config => `of ${config.dataset}`,
  train: config => `${config.objective} on ${config.dataset}, preset ${config.preset}`,
  simulate: config => `${list(config.cadences)} of ${list(config.runs)}, ${config.users} users`,
  timeline: config => own(config),
  attention: config => `${config.run}, ${own(config)}`,
  target: config => `${config.run}, ${own(config)}`,
  retrieve: config => `top ${config.k} of ${config.run}, ${own(config)}`,
  diversity: config => `of ${list(config.runs)}, ${config.users} users`,
  users: config => `${config.users} users under ${config.run}`,
  compare: config => `${list(config.runs).replace(', ', ' with ')}, ${config.cadence}`,
  sql: config => String(config.query).split('\n')[0] ?? '',
  map: config => `${String(config.method).toUpperCase()} of the pins of ${config.run}`,
  index: config => `HNSW over the pins of ${config.run}`,
};

/** One sentence of settings, for the cell's header. */
export function summaryOf(kind: CellKindName, config: Config): string {
  return summaries[kind](config);
}
