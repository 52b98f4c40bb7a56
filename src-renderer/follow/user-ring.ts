import { createSubscriber } from 'svelte/reactivity';
import type { UserRow } from '../../src-main/contract/moment.js';
import type { Studio } from '../state/studio.js';

const MOST = 1000;

/** The users of a run in one order, those with most actions first, to go from one to the next. */
export class UserRing {
  #rows: readonly UserRow[] = [];
  #total = 0;
  readonly #loaded: Promise<void>;
  readonly #read: () => void;
  #tell: () => void = () => undefined;

  constructor(client: Studio['client'], run: string) {
    this.#read = createSubscriber(update => {
      this.#tell = update;
    });
    this.#loaded = client.moments.users({ run, sort: 'actions', limit: MOST }).then(
      ({ rows, total }) => {
        this.#rows = rows;
        this.#total = total;
        this.#tell();
      },
      () => undefined,
    );
  }

  /** All users of the run, 0 until they are known. Read in an effect, it runs again then. */
  get total(): number {
    this.#read();
    return this.#total;
  }

  /** From 1; 0 for a user who is not among them. */
  placeOf(user: string): number {
    this.#read();
    return this.#rows.findIndex(row => row.user === user) + 1;
  }

  /** The user before or after; the first for one who is not among them. */
  async next(user: string, direction: 1 | -1): Promise<string | null> {
    await this.#loaded;
    const here = this.placeOf(user) - 1;
    const n = this.#rows.length;
    if (n === 0) return null;
    return this.#rows[here < 0 ? 0 : (here + direction + n) % n]?.user ?? null;
  }
}

const byClient = new WeakMap<Studio['client'], Map<string, UserRing>>();

export function userRing(client: Studio['client'], run: string): UserRing {
  const rings = byClient.get(client) ?? new Map<string, UserRing>();
  byClient.set(client, rings);
  const ring = rings.get(run) ?? new UserRing(client, run);
  rings.set(run, ring);
  return ring;
}
