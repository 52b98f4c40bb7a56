import type { HierarchicalNSW } from 'hnswlib-node';
import { breathe } from '../base/breathe.js';
import { StudioError } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import {
  checkPinLists,
  emptyPinLists,
  type PinIndex,
  type SearchOptions,
  type TopPins,
} from './pin-index.js';

/** How the graph is built and searched (Malkov & Yashunin 2016, the paper's letters). */
export interface HnswParameters {
  /** M: links of a node. */
  readonly links: number;
  /** Candidates kept while a node is linked. */
  readonly efConstruction: number;
  /** Candidates kept while a query is answered, at least k. */
  readonly efSearch: number;
}

export const DEFAULT_HNSW: HnswParameters = { links: 16, efConstruction: 200, efSearch: 100 };

/** Approximate search that can be put into a file. */
export interface HnswIndex extends PinIndex {
  readonly efSearch: number;
  /** Writes the graph to a new file. */
  save(path: string): Promise<void>;
}

export interface HnswVectors {
  /** The whole pin table, [pins, width]. */
  readonly vectors: Float32Array;
  readonly width: number;
  /** Ascending rows that make up the index. */
  readonly members: Int32Array;
}

/** Points added between two looks at what else goes on. */
const SLICE_POINTS = 64;
const GRAPH_SEED = 100;

/**
 * Builds the graph. Its space is the inner product: for unit vectors that is the order of Euclidean
 * distance too (|a − b|² = 2 − 2⟨a, b⟩), for a bare dot product the graph is navigated by a similarity
 * that is no metric and recall may be lower. UNAVAILABLE where the native package does not load.
 */
export async function buildHnsw(
  source: HnswVectors,
  parameters: HnswParameters,
  context: JobContext = {},
): Promise<HnswIndex> {
  const graph = await emptyGraph(source.width);
  const { members, vectors, width } = source;
  const { links, efConstruction } = parameters;
  graph.initIndex(Math.max(1, members.length), links, efConstruction, GRAPH_SEED);
  for (let first = 0; first < members.length; first += SLICE_POINTS) {
    context.onProgress?.({
      stage: 'linking pins',
      done: first,
      total: members.length,
      unit: 'pins',
    });
    await breathe(context.signal);
    for (const pin of members.subarray(first, first + SLICE_POINTS))
      graph.addPoint(Array.from(vectors.subarray(pin * width, (pin + 1) * width)), pin);
  }
  return new GraphIndex(graph, source, parameters.efSearch);
}

/** Opens a graph that `save` wrote for the same vectors. BAD_INPUT when the file is not that. */
export async function loadHnsw(
  path: string,
  source: HnswVectors,
  efSearch: number,
): Promise<HnswIndex> {
  const graph = await emptyGraph(source.width);
  try {
    await graph.readIndex(path);
  } catch (cause) {
    throw damaged(path, cause);
  }
  if (graph.getCurrentCount() !== source.members.length) throw damaged(path);
  return new GraphIndex(graph, source, efSearch);
}

function damaged(path: string, cause?: unknown): StudioError {
  return new StudioError('BAD_INPUT', 'the file is no index of these pins.', {
    where: path,
    remedy: 'Build the index again.',
    cause,
  });
}

async function emptyGraph(width: number): Promise<HierarchicalNSW> {
  const { HierarchicalNSW } = await loadPackage();
  return new HierarchicalNSW('ip', width);
}

/** True where the native package loads here. */
export async function hnswWorks(): Promise<boolean> {
  return loadPackage().then(
    () => true,
    () => false,
  );
}

async function loadPackage(): Promise<typeof import('hnswlib-node')> {
  try {
    const loaded = await import('hnswlib-node');
    // A CommonJS package: what it exports may stand under `default` alone.
    return 'default' in loaded ? (loaded.default as typeof loaded) : loaded;
  } catch (cause) {
    throw new StudioError('UNAVAILABLE', 'hnswlib-node does not load here.', {
      remedy: 'Search exactly, or install it with a C++ compiler: npm install hnswlib-node.',
      cause,
    });
  }
}

class GraphIndex implements HnswIndex {
  readonly efSearch: number;
  readonly #graph: HierarchicalNSW;
  readonly #source: HnswVectors;
  readonly #members: ReadonlySet<number>;

  constructor(graph: HierarchicalNSW, source: HnswVectors, efSearch: number) {
    this.#graph = graph;
    this.#source = source;
    this.#members = new Set(source.members);
    this.efSearch = efSearch;
  }

  get count(): number {
    return this.#source.members.length;
  }

  get width(): number {
    return this.#source.width;
  }

  /** As many more are asked for as are excluded, so that k are left. */
  async topK(queries: Float32Array, k: number, options: SearchOptions = {}): Promise<TopPins> {
    const { width } = this;
    const total = queries.length / width;
    const lists = options.exclude ?? emptyPinLists(total);
    checkPinLists(lists, total, 'exclude');
    const pins = new Int32Array(total * k).fill(-1);
    const scores = new Float32Array(total * k).fill(Number.NEGATIVE_INFINITY);
    for (let query = 0; query < total; query++) {
      if (query % SLICE_POINTS === SLICE_POINTS - 1) await breathe(options.signal);
      const row = queries.subarray(query * width, (query + 1) * width);
      const excluded = new Set(
        lists.pins.subarray(lists.offsets[query]!, lists.offsets[query + 1]!),
      );
      this.#search(row, k, excluded).forEach(({ pin, score }, slot) => {
        pins[query * k + slot] = pin;
        scores[query * k + slot] = score;
      });
    }
    return { k, pins, scores };
  }

  async save(path: string): Promise<void> {
    await this.#graph.writeIndex(path);
  }

  #search(query: Float32Array, k: number, excluded: ReadonlySet<number>) {
    let more = 0;
    for (const pin of excluded) if (this.#members.has(pin)) more++;
    const asked = Math.min(this.count, k + more);
    if (asked === 0) return [];
    this.#graph.setEf(Math.max(this.efSearch, asked));
    const { neighbors } = this.#graph.searchKnn(Array.from(query), asked);
    return neighbors
      .filter(pin => !excluded.has(pin))
      .map(pin => ({ pin, score: this.#score(query, pin) }))
      .sort((a, b) => b.score - a.score || a.pin - b.pin)
      .slice(0, k);
  }

  /** Summed as exact search sums, so that both give a pin the same score. */
  #score(query: Float32Array, pin: number): number {
    const { vectors, width } = this.#source;
    let score = 0;
    for (let d = 0; d < width; d++) score += query[d]! * vectors[pin * width + d]!;
    return Math.fround(score);
  }
}
