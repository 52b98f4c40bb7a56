import { badInput } from '../base/errors.js';

/** An index is one byte. */
const LIMIT = 255;
/** What an action has whose type or surface nobody says. */
export const UNKNOWN = 'unknown';

/** Names and their indexes, in order of first appearance: action types or surfaces. */
export class Vocabulary {
  readonly names: string[] = [];
  readonly #index = new Map<string, number>();

  constructor(private readonly kind: 'type' | 'surface') {}

  /** Index of a name, new for a new one; '' is `unknown`. BAD_INPUT above 255 names. */
  indexOf(name: string): number {
    const known = this.#index.get(name || UNKNOWN);
    if (known !== undefined) return known;
    const index = this.names.length;
    if (index >= LIMIT)
      throw badInput(
        `the ${this.kind} column has more than ${LIMIT} different values ("${name}").`,
        { remedy: `Map another column to ${this.kind}, or leave it out.` },
      );
    this.#index.set(name || UNKNOWN, index);
    this.names.push(name || UNKNOWN);
    return index;
  }
}
