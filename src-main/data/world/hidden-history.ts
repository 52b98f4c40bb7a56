import { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../base/time.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';
import { exponential } from './draws.js';
import type { UserTraits } from './user-traits.js';

/** A leaf that burns for a while. */
export interface Project {
  readonly startMs: number;
  readonly endMs: number;
  readonly leaf: number;
}

/** One long-term leaf gives way to another. */
interface Drift {
  readonly atMs: number;
  readonly slot: number;
  readonly leaf: number;
}

/**
 * What moves in a user apart from the actions: projects that come and go (alternating exponential
 * times) and the replacement of long-term leaves (a Poisson process; the new leaf is uniform over
 * all). Drawn ahead for the whole history, so that the state at any moment can be looked up.
 */
export class HiddenHistory {
  readonly projects: readonly Project[];
  readonly #drifts: readonly Drift[];
  readonly #traits: UserTraits;

  constructor(config: WorldConfig, catalogue: Catalogue, traits: UserTraits, user: number) {
    this.#traits = traits;
    const rng = Rng.derive(config.seed, 'world', 'hidden', user);
    const { startMs } = config;
    const endMs = startMs + config.days * DAY_MS;

    const projects: Project[] = [];
    // Start in the stationary state of the two-state chain: on for its share of the time.
    const onShare = config.projectDays / (config.projectDays + config.projectEveryDays);
    let at = startMs;
    if (rng.uniform() >= onShare) at += exponential(rng, config.projectEveryDays * DAY_MS);
    while (at < endMs) {
      const until = at + exponential(rng, config.projectDays * DAY_MS);
      projects.push({ startMs: at, endMs: until, leaf: rng.int(catalogue.leafCount) });
      at = until + exponential(rng, config.projectEveryDays * DAY_MS);
    }
    this.projects = projects;

    const drifts: Drift[] = [];
    if (config.driftDays > 0) {
      at = startMs + exponential(rng, config.driftDays * DAY_MS);
      while (at < endMs) {
        const slot = rng.int(traits.leaves.length);
        drifts.push({ atMs: at, slot, leaf: rng.int(catalogue.leafCount) });
        at += exponential(rng, config.driftDays * DAY_MS);
      }
    }
    this.#drifts = drifts;
  }

  /** Leaf of the project that is on at a moment, or −1. */
  projectAt(atMs: number): number {
    for (const project of this.projects)
      if (project.startMs <= atMs && atMs < project.endMs) return project.leaf;
    return -1;
  }

  /** The long-term leaf of each slot at a moment; `out` is reused when given. */
  leavesAt(atMs: number, out: Int32Array = new Int32Array(this.#traits.leaves.length)): Int32Array {
    out.set(this.#traits.leaves);
    for (const drift of this.#drifts) {
      if (drift.atMs > atMs) break;
      out[drift.slot] = drift.leaf;
    }
    return out;
  }
}
