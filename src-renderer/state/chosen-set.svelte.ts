/** Users or pins of one data set that were chosen together. */
export interface Chosen<T> {
  readonly dataset: string;
  readonly items: readonly T[];
  /** Where they were chosen, in words that follow their number: "brushed in a profile". */
  readonly from: string;
}

interface Kept<T> extends Chosen<T> {
  readonly members: ReadonlySet<T>;
}

/**
 * Users or pins that were chosen together, one set a data set: one cell chooses them, every cell that shows
 * any of them marks them. Ids are those of their data set, so that a cell of another marks none; back at
 * their data set, they are still chosen.
 */
export class ChosenSet<T> {
  #sets = $state.raw<ReadonlyMap<string, Kept<T>>>(new Map());

  /** Chooses these in the place of others of their data set; nothing of one that is not known. */
  choose(dataset: string | null | undefined, items: readonly T[], from: string): void {
    if (dataset == null) return;
    const sets = new Map(this.#sets);
    if (items.length === 0) sets.delete(dataset);
    else sets.set(dataset, { dataset, items, from, members: new Set(items) });
    this.#sets = sets;
  }

  clear(dataset: string | null | undefined): void {
    this.choose(dataset, [], '');
  }

  /** Those of this data set, and where they were chosen; null while none are. */
  in(dataset: string | null | undefined): Chosen<T> | null {
    return dataset == null ? null : (this.#sets.get(dataset) ?? null);
  }

  /** Those of this data set; none of another. */
  of(dataset: string | null | undefined): readonly T[] {
    return this.in(dataset)?.items ?? [];
  }

  has(dataset: string | null | undefined, item: T): boolean {
    return dataset != null && this.#sets.get(dataset)?.members.has(item) === true;
  }
}
