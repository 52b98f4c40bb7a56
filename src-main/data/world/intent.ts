import { DAY_MS } from '../../base/time.js';
import type { WorldConfig } from './config.js';
import type { SimulatedUser } from './user-simulator.js';

/** Moments at which a window is looked at; the shares between them are smooth exponentials. */
const QUADRATURE = 16;

/** A user's hidden state at one moment. */
export interface UserState {
  readonly atMs: number;
  /** Leaf of the project that is on, or −1. */
  readonly projectLeaf: number;
  /** Focus leaf of the session that is running, or −1 between sessions. */
  readonly focusLeaf: number;
  /** The long-term leaf of each slot. */
  readonly leaves: Int32Array;
}

/**
 * Probability of each leaf for the next action at the moment of the state, before leaves with
 * nothing left are taken out. Sums to 1.
 */
export function leafSharesNow(
  config: WorldConfig,
  user: SimulatedUser,
  state: UserState,
  leafCount: number,
): Float64Array {
  const shares = new Float64Array(leafCount);
  const project = state.projectLeaf >= 0 ? config.sessionShare : 0;
  if (state.projectLeaf >= 0) shares[state.projectLeaf]! += project;
  const focus = state.focusLeaf >= 0 ? config.sessionShare * config.focusShare : 0;
  if (state.focusLeaf >= 0) shares[state.focusLeaf]! += (1 - project) * focus;
  state.leaves.forEach((leaf, slot) => {
    shares[leaf]! += (1 - project) * (1 - focus) * user.traits.slotWeights[slot]!;
  });
  return shares;
}

/**
 * Probability of each leaf for an action at a random moment of (fromMs, toMs], both at or after the
 * state's. The project that is on ends at its exponential rate, others follow by the two-state chain,
 * long-term leaves are replaced by uniform ones; the focus of a later session has the long-term
 * mixture. Sums to 1.
 */
export function leafSharesLater(
  config: WorldConfig,
  user: SimulatedUser,
  state: UserState,
  leafCount: number,
  fromMs: number,
  toMs: number,
): Float64Array {
  const shares = new Float64Array(leafCount);
  const ending = 1 / config.projectDays;
  const arrival = 1 / config.projectEveryDays;
  const stationary = arrival / (arrival + ending);
  const isOn = state.projectLeaf >= 0 ? 1 : 0;
  const slots = state.leaves.length;
  const replacement = config.driftDays > 0 ? 1 / (config.driftDays * slots) : 0;
  let uniform = 0;
  for (let q = 0; q < QUADRATURE; q++) {
    const days = (fromMs + ((q + 0.5) / QUADRATURE) * (toMs - fromMs) - state.atMs) / DAY_MS;
    const on = stationary + (isOn - stationary) * Math.exp(-(arrival + ending) * days);
    const same = isOn * Math.exp(-ending * days);
    const kept = Math.exp(-replacement * days);
    const longTerm = 1 - config.sessionShare * on;
    if (isOn) shares[state.projectLeaf]! += config.sessionShare * same;
    state.leaves.forEach((leaf, slot) => {
      shares[leaf]! += longTerm * kept * user.traits.slotWeights[slot]!;
    });
    uniform += config.sessionShare * (on - same) + longTerm * (1 - kept);
  }
  for (let leaf = 0; leaf < leafCount; leaf++)
    shares[leaf] = (shares[leaf]! + uniform / leafCount) / QUADRATURE;
  return shares;
}

/**
 * As leafSharesLater for a window that begins at the state's moment, the rest of a running session
 * included: its actions come in proportion to those expected from later sessions.
 */
export function leafSharesWithin(
  config: WorldConfig,
  user: SimulatedUser,
  state: UserState,
  leafCount: number,
  toMs: number,
): Float64Array {
  const later = leafSharesLater(config, user, state, leafCount, state.atMs, toMs);
  if (state.focusLeaf < 0) return later;
  const now = leafSharesNow(config, user, state, leafCount);
  const rest = config.sessionLength - 1;
  const ahead = expectedActions(config, user, state.atMs, toMs);
  return later.map((share, leaf) => (share * ahead + now[leaf]! * rest) / (ahead + rest));
}

/** Actions that the sessions of (fromMs, toMs] bring on average; the rhythm averages out over days. */
export function expectedActions(
  config: WorldConfig,
  user: SimulatedUser,
  fromMs: number,
  toMs: number,
): number {
  return (user.traits.sessionsPerDay * config.sessionLength * (toMs - fromMs)) / DAY_MS;
}
