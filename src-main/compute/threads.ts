import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const LINUX_CPUS = '/sys/devices/system/cpu';

/**
 * Threads that a program runs with by default: one a real core, and no more than this process may
 * use. A second thread on one core only takes turns with the first in dense matrix products.
 */
export function defaultThreads(): number {
  return Math.max(1, Math.min(availableParallelism(), physicalCores() ?? availableParallelism()));
}

/** Real cores, where the system tells (Linux); undefined elsewhere. */
function physicalCores(): number | undefined {
  if (!existsSync(LINUX_CPUS)) return undefined;
  const cores = new Set<string>();
  for (const folder of readdirSync(LINUX_CPUS)) {
    const siblings = `${LINUX_CPUS}/${folder}/topology/thread_siblings_list`;
    if (/^cpu\d+$/.test(folder) && existsSync(siblings))
      cores.add(readFileSync(siblings, 'utf8').trim());
  }
  return cores.size || undefined;
}
