import type { CellState } from '../../contract/notebook.js';
import type { CellPlan } from './cell-plan.js';
import type { KeptOutputs } from './kept-outputs.js';

/** A cell that neither runs nor waits, as it is known so far. */
interface RestingCell {
  readonly plan: CellPlan | undefined;
  readonly state: CellState | undefined;
  /** Key of the output that it was to have when it last ended without one. */
  readonly endedWith: string | undefined;
  /** By which its outputs are kept. */
  readonly name: string;
}

/** The state of a cell that neither runs nor waits, out of its settings, its outputs and how it last ended. */
export function derivedState(
  { plan, state, endedWith, name }: RestingCell,
  outputs: Pick<KeptOutputs, 'current' | 'stale'>,
  brokenOff: (key: string) => CellState | undefined,
): CellState {
  const key = plan?.key ?? null;
  if (key !== null) {
    if (state?.status === 'done' && state.key === key) return state;
    const provenance = outputs.current(name, key);
    if (provenance) return { status: 'done', key, provenance: { ...provenance, cached: true } };
    if (endedWith === key && state) return state;
    const broken = brokenOff(key);
    if (broken) return broken;
  }
  return outputs.stale(name, plan) ?? { status: 'fresh' };
}
