import { badInput } from '../../../base/errors.js';
import { type Moment, momentOf } from '../../../inspect/in-force.js';
import type { UserTimeline } from '../../../inspect/user-timeline.js';
import { type Cadence, fromStaleToFresh, parseCadences } from '../../../simulate/cadence.js';
import { findUser } from '../../served-run.js';
import type { RunPlace, ServingState } from '../serving-state.js';
import type { WarmRun } from '../warm-run.js';

/** A user of a run at a moment. */
export interface MomentPlace extends RunPlace {
  /** The user's id in the data. */
  readonly user: string;
  /** Just after the actions of this millisecond, UTC. */
  readonly atMs: number;
}

export interface AskedUser {
  readonly run: WarmRun;
  readonly user: number;
  readonly timeline: UserTimeline;
}

/** NOT_FOUND names the nearest runs or users. */
export async function askedUser(
  state: ServingState,
  place: RunPlace & { readonly user: string },
): Promise<AskedUser> {
  const run = await state.run(place);
  const user = findUser(run.dataset, place.user);
  return { run, user, timeline: run.timeline(user) };
}

/** `once,daily,realtime` from the stalest to the freshest. */
export function askedCadences(text: string): Cadence[] {
  return fromStaleToFresh(parseCadences(text));
}

/** What the cadences have in force then. */
export function askedMoment(
  { run, timeline }: AskedUser,
  atMs: number,
  cadences: readonly Cadence[],
  signal: AbortSignal,
): Promise<Moment> {
  if (!Number.isFinite(atMs))
    throw badInput(`${atMs} is no time.`, {
      where: 'atMs',
      remedy: 'Give milliseconds since 1970, UTC.',
    });
  const trainedMs = run.model.atMs;
  return momentOf(run.encoder, { timeline, trainedMs, atMs, cadences, signal });
}

/** BAD_INPUT unless k is a whole number from 1 to 200. */
export function checkK(k: number): number {
  if (Number.isInteger(k) && k >= 1 && k <= 200) return k;
  throw badInput(`${k} results cannot be asked for.`, {
    where: 'k',
    remedy: 'Give a whole number from 1 to 200.',
  });
}
