import type { ViewOutput } from '../../contract/outputs.js';
import type { CellServices } from './queued.js';

/** A view on one user at one instant: it resolves which run it reads, and the window asks for moments. */
export async function viewCell({ engine }: CellServices, { run }: { readonly run: string }) {
  const { dataset } = await engine.runs.show(run);
  const value: ViewOutput = { run, dataset };
  return { value, cached: false };
}
