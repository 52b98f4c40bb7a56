import { ActionBuffer } from './action-buffer.js';
import { CLOSEUP, HOMEFEED } from './action-kinds.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';
import { Engagement } from './engagement.js';
import {
  expectedActions,
  leafSharesLater,
  leafSharesNow,
  leafSharesWithin,
  type UserState,
} from './intent.js';
import { PinChoice } from './pin-choice.js';
import { type SimulatedUser, UserSimulator } from './user-simulator.js';

/** What a window asks about: the very next action, or any action of (fromMs, toMs]. */
export type TruthWindow = 'next' | { readonly fromMs: number; readonly toMs: number };

const NO_ECHO = { pin: -1, chance: 0, homefeed: false };

/**
 * The truth about one user of a world: played again from the seed, so nothing is stored. Moments
 * are asked about with `beforeMs`: everything strictly before it is known, the hidden state too.
 */
export class UserTruth {
  readonly user: number;
  readonly actions: ActionBuffer;
  readonly #world: WorldTruth;
  readonly #simulated: SimulatedUser;
  /** Weight of each pin in its first and second leaf for this user's taste. */
  readonly #inLeaf: Float64Array;
  readonly #inSecondLeaf: Float64Array;
  readonly #positive: Float64Array;

  constructor(world: WorldTruth, user: number) {
    const { config, catalogue, choice, engagement } = world;
    this.user = user;
    this.#world = world;
    this.actions = new ActionBuffer();
    this.#simulated = world.simulator.play(user, this.actions);
    const { taste } = this.#simulated.traits;
    const affinity = Float64Array.from({ length: catalogue.leafCount }, (_, leaf) =>
      choice.leafAffinity(taste, leaf),
    );
    this.#inLeaf = new Float64Array(config.pins);
    this.#inSecondLeaf = new Float64Array(config.pins);
    this.#positive = new Float64Array(config.pins);
    for (let pin = 0; pin < config.pins; pin++) {
      const leaf = catalogue.leaf[pin]!;
      const second = catalogue.secondLeaf[pin]!;
      this.#inLeaf[pin] = choice.weight(taste, affinity[leaf]!, pin);
      if (second >= 0) this.#inSecondLeaf[pin] = choice.weight(taste, affinity[second]!, pin);
      this.#positive[pin] = engagement.positiveProbability(this.#simulated.traits, pin);
    }
  }

  /** The hidden state just before a moment. */
  stateAt(beforeMs: number): UserState {
    const { actions } = this;
    const next = this.#actionsBefore(beforeMs);
    const running =
      next > 0 && next < actions.length && actions.session[next] === actions.session[next - 1];
    return {
      atMs: beforeMs,
      projectLeaf: this.#simulated.hidden.projectAt(beforeMs),
      focusLeaf: running ? actions.focusLeaf[next]! : -1,
      leaves: this.#simulated.hidden.leavesAt(beforeMs),
    };
  }

  /**
   * p(pin of the next action | everything before `beforeMs`), the next action falling on that
   * moment. [pins], sums to 1; all 0 when nothing is left to this user.
   */
  nextPin(beforeMs: number): Float64Array {
    const { config, catalogue } = this.#world;
    const state = this.stateAt(beforeMs);
    const shares = leafSharesNow(config, this.#simulated, state, catalogue.leafCount);
    const chances = this.#spread(shares, beforeMs);
    const echo = this.#echoChance(beforeMs);
    if (echo.pin >= 0) {
      for (let pin = 0; pin < chances.length; pin++) chances[pin]! *= 1 - echo.chance;
      chances[echo.pin]! += echo.chance;
    }
    return chances;
  }

  /**
   * p(pin engaged within (fromMs, toMs] | everything before `beforeMs`): actions of the window are
   * taken as a Poisson number with the pin's share of each, pins born and met until `beforeMs`.
   */
  pinWithin(beforeMs: number, fromMs: number, toMs: number): Float64Array {
    const share = this.#share(beforeMs, { fromMs, toMs });
    const actions = expectedActions(this.#world.config, this.#simulated, fromMs, toMs);
    return share.map(value => 1 - Math.exp(-actions * value));
  }

  /**
   * Scores [pins] by which an oracle ranks pins for positive engagement in the window: the share of
   * the window's actions that is a positive one on the pin. 0 for pins that cannot come.
   */
  scores(beforeMs: number, window: TruthWindow): Float64Array {
    const share = window === 'next' ? this.nextPin(beforeMs) : this.#share(beforeMs, window);
    const echo = window === 'next' ? this.#echoChance(beforeMs) : NO_ECHO;
    for (let pin = 0; pin < share.length; pin++)
      if (pin !== echo.pin) share[pin]! *= this.#positive[pin]!;
    // An echo is a save on the surface of its closeup: as likely positive as that was the homefeed.
    if (echo.pin >= 0) share[echo.pin]! *= echo.homefeed ? 1 : 0;
    return share;
  }

  #share(beforeMs: number, window: { fromMs: number; toMs: number }): Float64Array {
    const { config, catalogue } = this.#world;
    const state = this.stateAt(beforeMs);
    const shares =
      window.fromMs <= beforeMs
        ? leafSharesWithin(config, this.#simulated, state, catalogue.leafCount, window.toMs)
        : leafSharesLater(
            config,
            this.#simulated,
            state,
            catalogue.leafCount,
            window.fromMs,
            window.toMs,
          );
    return this.#spread(shares, beforeMs);
  }

  /** Spreads leaf shares over the pins that are born and not met; exhausted leaves give way. */
  #spread(shares: Float64Array, beforeMs: number): Float64Array {
    const { catalogue } = this.#world;
    const { leaf, secondLeaf, bornAtMs, pinCount } = catalogue;
    const open = new Uint8Array(pinCount).fill(1);
    const met = this.#actionsBefore(beforeMs);
    for (let i = 0; i < met; i++) open[this.actions.pin[i]!] = 0;
    const totals = new Float64Array(catalogue.leafCount);
    for (let pin = 0; pin < pinCount; pin++) {
      if (bornAtMs[pin]! > beforeMs) open[pin] = 0;
      if (open[pin] === 0) continue;
      totals[leaf[pin]!]! += this.#inLeaf[pin]!;
      if (secondLeaf[pin]! >= 0) totals[secondLeaf[pin]!]! += this.#inSecondLeaf[pin]!;
    }
    let possible = 0;
    for (let l = 0; l < totals.length; l++) if (totals[l]! > 0) possible += shares[l]!;
    const chances = new Float64Array(pinCount);
    if (possible === 0) return chances;
    const scale = totals.map((total, l) => (total > 0 ? shares[l]! / (total * possible) : 0));
    for (let pin = 0; pin < pinCount; pin++) {
      if (open[pin] === 0) continue;
      chances[pin] = this.#inLeaf[pin]! * scale[leaf[pin]!]!;
      if (secondLeaf[pin]! >= 0)
        chances[pin]! += this.#inSecondLeaf[pin]! * scale[secondLeaf[pin]!]!;
    }
    return chances;
  }

  /** The closeup that the next action may echo, and the chance that it does. */
  #echoChance(beforeMs: number): { pin: number; chance: number; homefeed: boolean } {
    const { repeatShare, sessionLength } = this.#world.config;
    const { actions } = this;
    const next = this.#actionsBefore(beforeMs);
    const last = next - 1;
    if (repeatShare === 0 || last < 0 || next >= actions.length) return NO_ECHO;
    if (actions.type[last] !== CLOSEUP || actions.session[next] !== actions.session[last])
      return NO_ECHO;
    const goesOn = 1 - 1 / sessionLength;
    return {
      pin: actions.pin[last]!,
      chance: repeatShare / (repeatShare + (1 - repeatShare) * goesOn),
      homefeed: actions.surface[last] === HOMEFEED,
    };
  }

  /** How many actions lie strictly before a moment. */
  #actionsBefore(beforeMs: number): number {
    const { atMs, length } = this.actions;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (atMs[middle]! < beforeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The truth about a world's users, one at a time. */
export class WorldTruth {
  readonly choice: PinChoice;
  readonly engagement: Engagement;
  readonly simulator: UserSimulator;

  constructor(
    readonly config: WorldConfig,
    readonly catalogue: Catalogue,
  ) {
    this.choice = new PinChoice(config, catalogue);
    this.engagement = new Engagement(catalogue);
    this.simulator = new UserSimulator(config, catalogue);
  }

  /** Plays a user again; cost: one timeline and one pass over the catalogue. */
  user(user: number): UserTruth {
    return new UserTruth(this, user);
  }
}
