/** Ids or names and their indexes, which are given in order of first appearance and never change. */
export class IdIndex {
  readonly ids: string[] = [];
  readonly #index = new Map<string, number>();

  get count(): number {
    return this.ids.length;
  }

  /** Index of an id, new for a new one. */
  indexOf(id: string): number {
    let index = this.#index.get(id);
    if (index === undefined) {
      index = this.ids.length;
      this.#index.set(id, index);
      this.ids.push(id);
    }
    return index;
  }
}
