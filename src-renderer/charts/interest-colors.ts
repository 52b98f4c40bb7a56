/** Interests have nine colours, in order of the user's share; all others are grey and have their name. */
const SLOTS = 9;

/** Token of the interest at a place in the user's order; −1 is none. */
export function interestToken(place: number): string {
  return place >= 0 && place < SLOTS ? `--i${place + 1}` : '--i0';
}

/** Tokens by name, for pins that are not of the timeline. */
export class InterestColors {
  readonly #places: ReadonlyMap<string, number>;

  constructor(interests: readonly { readonly name: string }[]) {
    this.#places = new Map(interests.map(({ name }, place) => [name, place]));
  }

  /** The first of the names that has a colour; grey when none has. */
  tokenOf(names: readonly string[]): string {
    for (const name of names) {
      const token = interestToken(this.#places.get(name) ?? -1);
      if (token !== '--i0') return token;
    }
    return '--i0';
  }
}
