import type { CellConfig } from '../../contract/cells.js';
import type { Measured, MeasureParams } from '../jobs/measure.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { type CellServices, queued } from './queued.js';

export const simulateCell = (
  services: CellServices,
  { runs, cadences, users, seed }: CellConfig<'simulate'>,
  context: ExecuteContext,
) => measure(services, 'simulate', { runs, cadences, users, seed }, context);

export const diversityCell = (
  services: CellServices,
  { runs, cadences, users, seed }: CellConfig<'diversity'>,
  context: ExecuteContext,
) => measure(services, 'diversity', { runs, cadences, users, seed }, context);

export const usersCell = (
  services: CellServices,
  { run, cadences, cadence, users, seed }: CellConfig<'users'>,
  context: ExecuteContext,
) => measure(services, 'users', { runs: [run], cadences, cadence, users, seed }, context);

export const compareCell = (
  services: CellServices,
  { runs, cadence, users, seed }: CellConfig<'compare'>,
  context: ExecuteContext,
) => measure(services, 'compare', { runs, cadences: [cadence], users, seed }, context);

interface Asked {
  readonly runs: readonly string[];
  readonly cadences: readonly string[];
  readonly cadence?: string | undefined;
  readonly users: 'validation' | 'test';
  readonly seed: number;
}

/** Replays runs in the queue and gives what this kind of cell shows of it. */
async function measure(
  services: CellServices,
  what: MeasureParams['what'],
  { runs, cadences, cadence, users, seed }: Asked,
  context: ExecuteContext,
) {
  const measured = await queued<Measured>(
    services,
    {
      kind: 'simulate',
      title: `${what} ${runs.join(', ')}`,
      params: {
        what,
        runs,
        users,
        seed,
        device: 'auto',
        cadences: cadences.join(','),
        ...(cadence === undefined ? {} : { sliceCadence: cadence }),
      },
    },
    context,
  );
  const { output, ...provenance } = measured;
  return { value: output, cached: false, provenance: { ...provenance, seed } };
}
