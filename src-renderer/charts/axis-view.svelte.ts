import type { Selection } from '../state/selection.svelte.js';

/** Smallest span of the timeline that can fill the width. */
const LEAST_SPAN = 1e-5;

/**
 * Which part of a timeline is in sight, as positions 0 … 1 of its axis, and how clock and order mix.
 * All views of one selection share it: they pan and zoom together.
 */
export class AxisView {
  mix = $state(0.35);
  from = $state(0);
  until = $state(1);
  /** The timeline that `from` and `until` belong to. */
  #of: string | null = null;

  /** True the first time that this timeline is shown: then a first view is due. */
  adopt(timeline: string): boolean {
    if (this.#of === timeline) return false;
    this.#of = timeline;
    return true;
  }

  show(from: number, until: number): void {
    const span = Math.min(1, Math.max(LEAST_SPAN, until - from));
    const start = Math.min(1 - span, Math.max(0, from + (until - from - span) / 2));
    this.from = start;
    this.until = start + span;
  }

  /** `factor` below 1 zooms in; the position `about` stays where it is. */
  zoom(factor: number, about: number): void {
    const span = Math.min(1, Math.max(LEAST_SPAN, (this.until - this.from) * factor));
    const share = (about - this.from) / (this.until - this.from);
    const from = about - share * span;
    this.show(from, from + span);
  }

  /** By a share of what is in sight. */
  pan(share: number): void {
    const by = (this.until - this.from) * share;
    this.show(this.from + by, this.until + by);
  }

  /** Brings a position into sight, where it is not, without a change of scale. */
  reveal(position: number): void {
    const span = this.until - this.from;
    if (position < this.from || position > this.until)
      this.show(position - span * 0.7, position + span * 0.3);
  }
}

const views = new WeakMap<Selection, AxisView>();

/** The view that all cells on this selection share. */
export function sharedAxisView(selection: Selection): AxisView {
  let view = views.get(selection);
  if (!view) {
    view = new AxisView();
    views.set(selection, view);
  }
  return view;
}
