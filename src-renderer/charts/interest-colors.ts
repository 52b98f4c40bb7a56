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

  /** Of a pin's interests the first that has a colour, with it; else the first, in grey; '' without any. */
  shownOf(names: readonly string[]): { readonly name: string; readonly token: string } {
    const tokens = names.map(name => interestToken(this.#places.get(name) ?? -1));
    const coloured = tokens.findIndex(token => token !== '--i0');
    return { name: names[Math.max(0, coloured)] ?? '', token: tokens[coloured] ?? '--i0' };
  }
}
