import { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../base/time.js';
import type { ActionBuffer } from './action-buffer.js';
import { CLOSEUP, isPositive, SAVE } from './action-kinds.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';
import { exponential, geometric, weighted } from './draws.js';
import { Engagement } from './engagement.js';
import { HiddenHistory } from './hidden-history.js';
import { PinChoice } from './pin-choice.js';
import { Rhythm } from './rhythm.js';
import { drawTraits, type UserTraits } from './user-traits.js';

/** Redraws of the leaf when the drawn one has nothing left for this user. */
const LEAF_DRAWS = 64;

/** A user with all that moves them; the actions follow from it and the user's own stream. */
export interface SimulatedUser {
  readonly traits: UserTraits;
  readonly hidden: HiddenHistory;
}

/**
 * Plays users of a world one at a time. A user depends on the seed, the user's number and the
 * catalogue only, so that any user can be played again, in any order, without the others.
 */
export class UserSimulator {
  readonly #config: WorldConfig;
  readonly #catalogue: Catalogue;
  readonly #choice: PinChoice;
  readonly #engagement: Engagement;
  /** met[pin] = round when this round's user has met the pin: never cleared, only outdated. */
  readonly #met: Int32Array;
  #round = 0;

  constructor(config: WorldConfig, catalogue: Catalogue) {
    this.#config = config;
    this.#catalogue = catalogue;
    this.#choice = new PinChoice(config, catalogue);
    this.#engagement = new Engagement(catalogue);
    this.#met = new Int32Array(catalogue.pinCount);
  }

  /** Appends the whole timeline of `user`, ascending by time, to `buffer`. */
  play(user: number, buffer: ActionBuffer): SimulatedUser {
    const config = this.#config;
    const traits = drawTraits(config, this.#catalogue, user);
    const hidden = new HiddenHistory(config, this.#catalogue, traits, user);
    const rhythm = new Rhythm(config, traits);
    const rng = Rng.derive(config.seed, 'world', 'actions', user);
    const endMs = config.startMs + config.days * DAY_MS;
    const met = this.#met;
    const round = ++this.#round;
    const isMet = (pin: number) => met[pin] === round;
    const leaves = new Int32Array(traits.leaves.length);

    let at = Math.ceil(rhythm.nextSessionMs(rng, config.startMs, endMs));
    for (let session = 0; at < endMs; session++) {
      hidden.leavesAt(at, leaves);
      const focusLeaf = leaves[weighted(rng, traits.slotWeights, 1)]!;
      const planned = geometric(rng, config.sessionLength);
      for (let step = 0; step < planned && at < endMs; step++) {
        const pin = this.#drawPin(rng, traits, hidden, leaves, focusLeaf, at, isMet);
        if (pin < 0) break;
        met[pin] = round;
        const type = this.#engagement.drawType(rng, traits, pin);
        const surface = weighted(rng, traits.surfaces, 1);
        const duration = this.#engagement.drawDuration(rng, traits, type);
        const positive = isPositive(type, surface, duration);
        buffer.push(pin, at, type, surface, duration, positive, session, focusLeaf);
        if (type === CLOSEUP && rng.uniform() < config.repeatShare) {
          at += 1000 + Math.round(duration * 1000);
          if (at < endMs)
            buffer.push(
              pin,
              at,
              SAVE,
              surface,
              0,
              isPositive(SAVE, surface, 0),
              session,
              focusLeaf,
            );
        }
        at += 1000 + Math.round(exponential(rng, config.secondsBetweenActions) * 1000);
      }
      at = Math.ceil(rhythm.nextSessionMs(rng, at, endMs));
    }
    return { traits, hidden };
  }

  /** A pin by the present mixture of project, focus and long-term leaves; −1 when all is met. */
  #drawPin(
    rng: Rng,
    traits: UserTraits,
    hidden: HiddenHistory,
    leaves: Int32Array,
    focusLeaf: number,
    atMs: number,
    isMet: (pin: number) => boolean,
  ): number {
    const { sessionShare, focusShare } = this.#config;
    const project = hidden.projectAt(atMs);
    hidden.leavesAt(atMs, leaves);
    for (let draw = 0; draw < LEAF_DRAWS; draw++) {
      let leaf: number;
      if (project >= 0 && rng.uniform() < sessionShare) leaf = project;
      else if (rng.uniform() < sessionShare * focusShare) leaf = focusLeaf;
      else leaf = leaves[weighted(rng, traits.slotWeights, 1)]!;
      const pin = this.#choice.draw(rng, traits.taste, leaf, atMs, isMet);
      if (pin >= 0) return pin;
    }
    return -1;
  }
}
