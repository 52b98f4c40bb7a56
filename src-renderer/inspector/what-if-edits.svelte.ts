import type { Change } from '../../src-main/contract/moment.js';
import { type Edit, withChange, withDropped, withoutEdit } from './what-if-edits.js';

/** What is tried on one user's past. It stays while the playhead moves, and belongs to that user alone. */
export class WhatIfEdits {
  #of = $state.raw('');
  #list = $state.raw<readonly Edit[]>([]);
  /** What a reset took away, until something else is tried. */
  #taken = $state.raw<readonly Edit[]>([]);
  readonly #whose: () => string;

  constructor(whose: () => string) {
    this.#whose = whose;
  }

  get list(): readonly Edit[] {
    return this.#of === this.#whose() ? this.#list : [];
  }

  add(change: Change): void {
    this.#set(withChange(this.list, change));
  }

  drop(actions: ArrayLike<number>): void {
    this.#set(withDropped(this.list, actions));
  }

  undo(id: number): void {
    this.#set(withoutEdit(this.list, id));
  }

  /** How many changes `bringBack` would put back. */
  get taken(): number {
    return this.#of === this.#whose() ? this.#taken.length : 0;
  }

  reset(): void {
    const { list } = this;
    this.#set([]);
    this.#taken = list;
  }

  bringBack(): void {
    if (this.taken > 0) this.#set(this.#taken);
  }

  #set(list: readonly Edit[]): void {
    this.#of = this.#whose();
    this.#list = list;
    this.#taken = [];
  }
}
