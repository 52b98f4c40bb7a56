import { UMAP } from 'umap-js';
import { breathe } from '../base/breathe.js';
import { badInput } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { Rng } from '../base/rng.js';
import type { Device } from '../compute/program.js';
import { createExactIndex } from '../retrieve/exact.js';
import { principalAxes, projectOn, sampleRows } from './principal-axes.js';

export interface UmapOptions {
  /** Rows that are laid out by UMAP itself, at most. */
  readonly sample: number;
  /** UMAP's neighbours of a point: few show detail, many the whole. */
  readonly neighbours: number;
  readonly minDistance: number;
  readonly seed: number;
}

export const DEFAULT_UMAP: UmapOptions = {
  sample: 2000,
  neighbours: 15,
  minDistance: 0.1,
  seed: 1,
};

/** Places in the plane. */
export interface Projection {
  /** [n, 2], in the order of the rows. */
  readonly places: Float32Array;
  /** Rows that the layout was computed for, ascending; the others lie between their nearest of these. */
  readonly sampled: Int32Array;
  /** Shares along both axes of the variance of the rows that span them; only for PCA. */
  readonly shares: readonly [number, number] | null;
}

/** Neighbours between which a row outside the sample is placed. */
const PLACED_BETWEEN = 5;

/**
 * Unit rows [n, width] on the two principal axes of the first `spanning` of them, all when absent: what
 * stands apart from those as a whole, as users do from pins, does not take an axis. Deterministic by seed.
 */
export function projectByPca(
  rows: Float32Array,
  width: number,
  seed: number,
  spanning = rows.length / width,
): Projection {
  const axes = principalAxes(rows.subarray(0, spanning * width), width, seed);
  const count = width === 0 ? 0 : rows.length / width;
  return {
    places: projectOn(axes, rows, width),
    sampled: Int32Array.from({ length: count }, (_, row) => row),
    shares: axes.shares,
  };
}

/**
 * UMAP (McInnes et al. 2018) of unit rows [n, width] on a sample, from exact neighbours and the principal
 * components; the rest is placed between its nearest sampled rows, weighted by closeness. Deterministic by
 * seed. Fewer rows than neighbours fall back to PCA. CANCELLED between epochs.
 */
export async function projectByUmap(
  device: Device,
  rows: Float32Array,
  width: number,
  options: UmapOptions,
  context: JobContext,
): Promise<Projection> {
  checkOptions(options);
  const count = width === 0 ? 0 : rows.length / width;
  const sampled = sampleRows(count, options.sample, Rng.derive(options.seed, 'umap sample'));
  if (sampled.length <= options.neighbours + 1) return projectByPca(rows, width, options.seed);
  const points = gather(rows, sampled, width);
  const layout = await layOut(device, points, width, options, context);
  const places = new Float32Array(2 * count);
  sampled.forEach((row, i) => {
    places.set(layout.subarray(2 * i, 2 * i + 2), 2 * row);
  });
  await placeRest(device, { rows, width, sampled, points, layout, places }, context);
  return { places, sampled, shares: null };
}

/** Epochs between two looks at what else goes on. */
const SLICE_EPOCHS = 5;

async function layOut(
  device: Device,
  points: Float32Array,
  width: number,
  options: UmapOptions,
  context: JobContext,
): Promise<Float32Array> {
  const count = points.length / width;
  const { signal, onProgress } = context;
  const rng = Rng.derive(options.seed, 'umap layout');
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: options.neighbours,
    minDist: options.minDistance,
    random: () => rng.uniform(),
  });
  onProgress?.({ stage: 'finding neighbours', done: 0, total: count, unit: 'points' });
  const index = createExactIndex(device, points, count, width);
  const top = await index.topK(points, options.neighbours, { signal });
  const rowsOf = (of: (i: number) => number) =>
    Array.from({ length: count }, (_, row) =>
      Array.from({ length: options.neighbours }, (_, i) => of(row * options.neighbours + i)),
    );
  umap.setPrecomputedKNN(
    rowsOf(i => top.pins[i]!),
    rowsOf(i => Math.sqrt(Math.max(0, 2 - 2 * top.scores[i]!))),
  );
  await breathe(signal);
  const epochs = umap.initializeFit(
    Array.from({ length: count }, (_, row) =>
      Array.from(points.subarray(row * width, (row + 1) * width)),
    ),
  );
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    if (epoch % SLICE_EPOCHS !== 0) continue;
    onProgress?.({ stage: 'laying out', done: epoch, total: epochs, unit: 'epochs' });
    await breathe(signal);
  }
  return Float32Array.from(umap.getEmbedding().flat());
}

interface Placing {
  readonly rows: Float32Array;
  readonly width: number;
  readonly sampled: Int32Array;
  /** Sampled rows and their places. */
  readonly points: Float32Array;
  readonly layout: Float32Array;
  /** Written for all rows that are not sampled. */
  readonly places: Float32Array;
}

/** Rows placed between two looks at what else goes on. */
const SLICE_ROWS = 5040;

async function placeRest(device: Device, placing: Placing, context: JobContext): Promise<void> {
  const { rows, width, sampled, points, layout, places } = placing;
  const { signal, onProgress } = context;
  const known = new Set(sampled);
  const rest = Int32Array.from({ length: rows.length / width }, (_, row) => row).filter(
    row => !known.has(row),
  );
  const index = createExactIndex(device, points, sampled.length, width);
  const k = Math.min(PLACED_BETWEEN, sampled.length);
  for (let first = 0; first < rest.length; first += SLICE_ROWS) {
    await breathe(signal);
    onProgress?.({ stage: 'placing the rest', done: first, total: rest.length, unit: 'points' });
    const part = rest.subarray(first, first + SLICE_ROWS);
    const top = await index.topK(gather(rows, part, width), k, { signal });
    part.forEach((row, i) => {
      let [x, y, sum] = [0, 0, 0];
      for (let slot = i * k; slot < (i + 1) * k; slot++) {
        const near = top.pins[slot]!;
        if (near < 0) continue;
        // Inverse distance; a row that equals a sampled one lies where that lies.
        const weight = 1 / (1e-3 + Math.sqrt(Math.max(0, 2 - 2 * top.scores[slot]!)));
        x += weight * layout[2 * near]!;
        y += weight * layout[2 * near + 1]!;
        sum += weight;
      }
      places[2 * row] = sum > 0 ? x / sum : 0;
      places[2 * row + 1] = sum > 0 ? y / sum : 0;
    });
  }
}

function gather(rows: Float32Array, which: Int32Array, width: number): Float32Array {
  const gathered = new Float32Array(which.length * width);
  which.forEach((row, i) => {
    gathered.set(rows.subarray(row * width, (row + 1) * width), i * width);
  });
  return gathered;
}

function checkOptions({ sample, neighbours, minDistance }: UmapOptions): void {
  const refuse = (where: string, value: number, remedy: string) => {
    throw badInput(`${value} cannot be used.`, { where, remedy });
  };
  if (!(Number.isInteger(sample) && sample >= 10 && sample <= 20_000))
    refuse('sample', sample, 'Give a whole number from 10 to 20,000.');
  if (!(Number.isInteger(neighbours) && neighbours >= 2 && neighbours <= 200))
    refuse('neighbours', neighbours, 'Give a whole number from 2 to 200.');
  if (!(minDistance >= 0 && minDistance < 1)) refuse('minDistance', minDistance, 'Give 0 to 1.');
}
