/** Users or pins that were chosen together. */
export interface Chosen<T> {
  readonly dataset: string;
  readonly items: readonly T[];
  /** Where they were chosen, in words that follow their number: "brushed in a profile". */
  readonly from: string;
}

/**
 * Users or pins of one data set that were chosen together: one cell chooses them, every cell that shows
 * any of them marks them. Ids are those of their data set, so that a cell of another marks none.
 */
export class ChosenSet<T> {
  /** Null while none are chosen. */
  now = $state.raw<Chosen<T> | null>(null);
  readonly #members = $derived(new Set(this.now?.items));

  /** Chooses these in the place of others; nothing of a data set that is not known. */
  choose(dataset: string | null | undefined, items: readonly T[], from: string): void {
    this.now = items.length === 0 || dataset == null ? null : { dataset, items, from };
  }

  clear(): void {
    this.now = null;
  }

  /** Those of this data set; none of another. */
  of(dataset: string | null | undefined): readonly T[] {
    return this.now !== null && this.now.dataset === dataset ? this.now.items : [];
  }

  has(dataset: string | null | undefined, item: T): boolean {
    return this.now?.dataset === dataset && this.#members.has(item);
  }
}
