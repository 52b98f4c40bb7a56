import { readFileSync } from 'node:fs';

/** What a contender did in its turn. */
export interface Slice {
  readonly milliseconds: readonly number[];
  /** CPU time of the contender over the slice, if it knows it; the load of others is told from it. */
  readonly cpuMilliseconds?: number | undefined;
}

/** The kernel counts in hundredths of a second wherever Node runs. */
const millisecondsPerTick = 10;

/** CPU time of the whole machine since it started, stolen time included; undefined off Linux. */
function busyMilliseconds(): number | undefined {
  try {
    const fields =
      readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).slice(1) ?? [];
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
      fields.map(Number);
    return (user + nice + system + irq + softirq + steal) * millisecondsPerTick;
  } catch {
    return undefined;
  }
}

/** Runs a slice and adds the share of one CPU that others used meanwhile (0 where it is not known). */
export async function otherLoadDuring(
  measure: () => Promise<Slice>,
): Promise<Slice & { otherLoad: number }> {
  const busyBefore = busyMilliseconds();
  const start = performance.now();
  const slice = await measure();
  const wall = performance.now() - start;
  const busyAfter = busyMilliseconds();
  if (busyBefore === undefined || busyAfter === undefined || slice.cpuMilliseconds === undefined)
    return { ...slice, otherLoad: 0 };
  const others = busyAfter - busyBefore - slice.cpuMilliseconds;
  return { ...slice, otherLoad: Math.max(0, others / wall) };
}
