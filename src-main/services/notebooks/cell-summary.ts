import { basename } from 'node:path';
import type { CellKindName } from '../../contract/outputs.js';

type Config = Readonly<Record<string, unknown>>;

const list = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));
const files = ({ files: paths }: Config) =>
  Array.isArray(paths) ? paths.map(path => basename(String(path))).join(', ') : '';
const own = ({ user }: Config) => (user === undefined ? 'follows the selection' : `user ${user}`);

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
