import type { Graph } from './graph.js';
import type { Lazy } from './lazy.js';

/** One call of a tfjs kernel while a program is traced. */
export interface KernelCall<Attributes> {
  readonly graph: Graph;
  /** The input of that name, as tfjs names them; throws when it is absent. */
  input(name: string): Lazy;
  /** All inputs, for kernels that take a list. */
  readonly inputs: readonly Lazy[];
  readonly attributes: Attributes;
}

export type Kernel = (call: KernelCall<never>) => Lazy | readonly Lazy[];
export type KernelTable = Readonly<Record<string, Kernel>>;

/** Types a kernel's attributes; tfjs hands them over as they were written at the call. */
export function kernel<Attributes>(
  body: (call: KernelCall<Attributes>) => Lazy | readonly Lazy[],
): Kernel {
  return body;
}

/** Non-negative axis. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
