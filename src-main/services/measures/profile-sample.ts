import { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../base/time.js';
import type { ProfileOutput, SampledTypes } from '../../contract/outputs.js';
import type { Dataset, Timelines } from '../../data/columns.js';

/** Users that charts can brush without waiting. */
const MOST_USERS = 20_000;
const SAMPLE_SEED = 1;
/** Columns of types, at most. */
const MOST_TYPES = 16;

/**
 * A row a user, of all users or of a random 20,000: actions, UTC days with an action, median seconds
 * between neighbouring actions (NaN under two), share of actions on a pin acted on before, last action,
 * actions and positives of each of `types`.
 */
export function profileSample(
  { timelines, userIds, actionTypes }: Dataset,
  types: readonly string[],
): ProfileOutput['sample'] {
  const users = sampledUsers(timelines.userCount);
  const rows = Array.from(users, user => {
    const begin = timelines.offsets[user]!;
    const end = timelines.offsets[user + 1]!;
    return describeTimeline(
      timelines.atMs.subarray(begin, end),
      timelines.pin.subarray(begin, end),
    );
  });
  return {
    users: Array.from(users, user => userIds.at(user)),
    actions: Int32Array.from(rows, row => row.actions),
    activeDays: Int32Array.from(rows, row => row.activeDays),
    medianGapSeconds: Float32Array.from(rows, row => row.medianGapSeconds),
    repeatShare: Float32Array.from(rows, row => row.repeatShare),
    lastAtMs: Float64Array.from(rows, row => row.lastAtMs),
    types: countTypes(
      timelines,
      users,
      actionTypes.map(name => types.indexOf(name)),
    ),
  };
}

/** What each of the users did of each type; `columnOf` says where a type is counted, -1 for nowhere. */
function countTypes(
  { offsets, type, positive }: Timelines,
  users: Int32Array,
  columnOf: readonly number[],
): SampledTypes {
  const columns = Math.min(MOST_TYPES, columnOf.filter(column => column >= 0).length);
  const actions = new Uint32Array(users.length * columns);
  const positives = new Uint32Array(users.length * columns);
  users.forEach((user, row) => {
    for (let i = offsets[user]!; i < offsets[user + 1]!; i++) {
      const column = columnOf[type[i]!] ?? -1;
      if (column < 0) continue;
      const place = row * columns + Math.min(column, columns - 1);
      actions[place]!++;
      positives[place]! += positive[i]!;
    }
  });
  return { columns, actions, positives };
}

/** One user's row. */
export function describeTimeline(atMs: Float64Array, pin: Int32Array) {
  const days = new Set<number>();
  const pins = new Set<number>();
  const gaps: number[] = [];
  let repeats = 0;
  atMs.forEach((at, i) => {
    days.add(Math.floor(at / DAY_MS));
    if (pins.has(pin[i]!)) repeats++;
    pins.add(pin[i]!);
    if (i > 0) gaps.push((at - atMs[i - 1]!) / 1000);
  });
  gaps.sort((a, b) => a - b);
  const middle = (gaps.length - 1) / 2;
  return {
    actions: atMs.length,
    activeDays: days.size,
    medianGapSeconds:
      gaps.length === 0 ? Number.NaN : (gaps[Math.floor(middle)]! + gaps[Math.ceil(middle)]!) / 2,
    repeatShare: atMs.length === 0 ? 0 : repeats / atMs.length,
    lastAtMs: atMs.at(-1) ?? Number.NaN,
  };
}

/** Ascending users; a random part of them when there are too many. */
function sampledUsers(count: number): Int32Array {
  const all = Int32Array.from({ length: count }, (_, user) => user);
  if (count <= MOST_USERS) return all;
  const rng = Rng.derive(SAMPLE_SEED, 'profile');
  for (let i = 0; i < MOST_USERS; i++) {
    const other = i + rng.int(count - i);
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.slice(0, MOST_USERS).sort();
}
