import { createSubscriber } from 'svelte/reactivity';
import type { PinCard } from '../../src-main/contract/moment.js';
import { RpcError } from '../../src-main/rpc/errors.js';
import type { Studio } from './studio.js';

/** Most pins of one question. */
const AT_ONCE = 500;
/** Beyond this many, the oldest are forgotten. */
const KEPT = 20_000;
const AGAIN_MS = 1000;

/** What pins of a data set are called: asked for in bunches, once a frame, and remembered. */
export class PinCards {
  readonly #client: Studio['client'];
  readonly #dataset: string;
  readonly #cards = new Map<number, PinCard>();
  /** Readers within an effect or derived value run again when cards have come. */
  readonly #read: () => void;
  #tell: () => void = () => undefined;
  #wanted = new Set<number>();
  #frame = 0;

  constructor(client: Studio['client'], dataset: string) {
    this.#client = client;
    this.#dataset = dataset;
    this.#read = createSubscriber(update => {
      this.#tell = update;
    });
  }

  /** The card, or null while it is not here; then it is asked for. */
  card(pin: number): PinCard | null {
    this.#read();
    const card = this.#cards.get(pin);
    if (card) return card;
    this.want([pin]);
    return null;
  }

  /** Asks ahead for those that are not here yet. */
  want(pins: Iterable<number>): void {
    for (const pin of pins) if (pin >= 0 && !this.#cards.has(pin)) this.#wanted.add(pin);
    if (this.#wanted.size > 0 && this.#frame === 0)
      this.#frame = requestAnimationFrame(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    const pins = [...this.#wanted].slice(0, AT_ONCE);
    for (const pin of pins) this.#wanted.delete(pin);
    try {
      const found = await this.#client.datasets.pins({ dataset: this.#dataset, pins });
      for (const card of found) this.#cards.set(card.pin, card);
      for (const pin of this.#cards.keys()) {
        if (this.#cards.size <= KEPT) break;
        this.#cards.delete(pin);
      }
      this.#tell();
    } catch (error) {
      // A title that cannot be had leaves its place empty; the view's own question says why. What was
      // asked of a process that died is asked again of the next one.
      if (error instanceof RpcError && error.code === 'UNAVAILABLE')
        setTimeout(() => this.want(pins), AGAIN_MS);
    } finally {
      this.#frame = 0;
      if (this.#wanted.size > 0) this.want([]);
    }
  }
}

const byClient = new WeakMap<Studio['client'], Map<string, PinCards>>();

/** One memory a client and data set, shared by all views. */
export function pinCards(client: Studio['client'], dataset: string): PinCards {
  const known = byClient.get(client) ?? new Map<string, PinCards>();
  byClient.set(client, known);
  const found = known.get(dataset) ?? new PinCards(client, dataset);
  known.set(dataset, found);
  return found;
}
