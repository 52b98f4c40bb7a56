import { otherLoadDuring, type Slice } from './load.js';

/** One side of a comparison: the same work, done by a process or a function of its own. */
export interface Contender {
  readonly name: string;
  /** Does the work `repetitions` times; gives the milliseconds of each and the CPU used in all. */
  measure(repetitions: number): Promise<Slice>;
}

export interface InterleaveOptions {
  /** Rounds that count; one more is run before them to warm up and to size the slices. Default 7. */
  readonly rounds?: number;
  /** How long one slice should take. Default 2. */
  readonly sliceSeconds?: number;
  /** A slice is repeated, at most three times, when others used more of one CPU than this. */
  readonly quietShare?: number;
  readonly onNote?: ((line: string) => void) | undefined;
}

export interface Timing {
  readonly name: string;
  /** Median milliseconds of one repetition, by round. */
  readonly rounds: readonly number[];
  readonly medianMilliseconds: number;
  /** Largest share of one CPU that other programs used during a slice that counted. */
  readonly otherLoad: number;
}

/**
 * Times contenders in turns (A B C, A B C, …), so that a machine that slows down slows all of them,
 * and a comparison is made within a round, never across the run.
 */
export async function interleave(
  contenders: readonly Contender[],
  options: InterleaveOptions = {},
): Promise<Timing[]> {
  const { rounds = 7, sliceSeconds = 2, quietShare = 0.12 } = options;
  const repetitions = contenders.map(() => 2);
  const medians: number[][] = contenders.map(() => []);
  const loads = contenders.map(() => 0);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const attempts = round === 0 ? 1 : 4;
      const slice = await quietest(contender, repetitions[index] ?? 2, attempts, quietShare);
      const middle = median(slice.milliseconds);
      repetitions[index] = Math.min(1000, Math.max(3, Math.floor((sliceSeconds * 1e3) / middle)));
      if (round === 0) continue;
      medians[index]?.push(middle);
      loads[index] = Math.max(loads[index] ?? 0, slice.otherLoad);
      options.onNote?.(`round ${round}: ${contender.name} ${middle.toPrecision(4)} ms`);
    }
  }
  return contenders.map((contender, index) => ({
    name: contender.name,
    rounds: medians[index] ?? [],
    medianMilliseconds: median(medians[index] ?? []),
    otherLoad: loads[index] ?? 0,
  }));
}

async function quietest(
  contender: Contender,
  repetitions: number,
  attempts: number,
  quietShare: number,
): Promise<Slice & { otherLoad: number }> {
  let best: (Slice & { otherLoad: number }) | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const slice = await otherLoadDuring(() => contender.measure(repetitions));
    if (!best || slice.otherLoad < best.otherLoad) best = slice;
    if (best.otherLoad <= quietShare) break;
  }
  if (!best) throw new RangeError('internal: a slice needs at least one attempt');
  return best;
}

export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Time of `timing` over time of `base`, formed within each round: 0.8 is a fifth faster. */
export function ratioTo(base: Timing, timing: Timing): Ratio {
  const ratios = timing.rounds.map((ms, round) => ms / (base.rounds[round] ?? Number.NaN));
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}

/** A contender that runs in this process. */
export function inProcess(name: string, work: () => unknown): Contender {
  return {
    name,
    async measure(repetitions) {
      const milliseconds: number[] = [];
      const cpuBefore = process.cpuUsage();
      for (let i = 0; i < repetitions; i++) {
        const start = performance.now();
        await work();
        milliseconds.push(performance.now() - start);
      }
      const { user, system } = process.cpuUsage(cpuBefore);
      return { milliseconds, cpuMilliseconds: (user + system) / 1e3 };
    },
  };
}

/** Middle value, the mean of the two middle ones for an even count; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
