import { Rng } from '../../base/rng.js';
import { AliasTables } from './alias-tables.js';
import type { WorldConfig } from './config.js';
import { normalise, unitScaleNoise } from './draws.js';

/** All pins of a world, in columns. Pin v is row v. */
export interface Catalogue {
  readonly pinCount: number;
  readonly leafCount: number;
  readonly width: number;
  /** [pins, E], rows of length 1. */
  readonly embeddings: Float32Array;
  readonly leaf: Int32Array;
  /** −1 where the pin has one leaf only. */
  readonly secondLeaf: Int32Array;
  /** (1 + rank)^−exponent, ranks shuffled over the pins. */
  readonly popularity: Float64Array;
  /** UTC ms; −Infinity for pins that were there before the history. */
  readonly bornAtMs: Float64Array;
  /** Standard normal: pins of high appeal are saved more and hidden less. */
  readonly appeal: Float32Array;
  /** Members of leaf l are leafPins[leafFirst[l] … leafFirst[l + 1]), ascending. */
  readonly leafFirst: Uint32Array;
  readonly leafPins: Uint32Array;
  /** [leaves, E]: the mean embedding of each leaf's members. */
  readonly leafMeans: Float32Array;
  /** Draws a leaf's member in proportion to popularity, as a position in leafPins. */
  readonly byPopularity: AliasTables;
}

/** Draws the catalogue of a world; depends on the config's seed and catalogue parameters only. */
export function buildCatalogue(config: WorldConfig): Catalogue {
  const { pins: pinCount, embeddingWidth: width } = config;
  const leafCount = config.topics * config.leavesPerTopic;
  const centres = leafCentres(config);
  const embeddings = new Float32Array(pinCount * width);
  const leaf = new Int32Array(pinCount);
  const secondLeaf = new Int32Array(pinCount).fill(-1);
  const bornAtMs = new Float64Array(pinCount).fill(Number.NEGATIVE_INFINITY);
  const appeal = new Float32Array(pinCount);

  const rng = Rng.derive(config.seed, 'world', 'pins');
  const noise = new Float64Array(width);
  const vector = new Float64Array(width);
  for (let pin = 0; pin < pinCount; pin++) {
    const first = rng.int(leafCount);
    let second = -1;
    if (leafCount > 1 && rng.uniform() < config.secondLeafShare)
      second = (first + 1 + rng.int(leafCount - 1)) % leafCount;
    leaf[pin] = first;
    secondLeaf[pin] = second;
    for (let k = 0; k < width; k++)
      vector[k] = centres[first * width + k]! + (second < 0 ? 0 : centres[second * width + k]!);
    if (second >= 0) normalise(vector);
    unitScaleNoise(rng, noise);
    for (let k = 0; k < width; k++) vector[k]! += config.pinSpread * noise[k]!;
    embeddings.set(normalise(vector), pin * width);
    const born = rng.uniform() < config.bornShare;
    const when = rng.uniform();
    if (born) bornAtMs[pin] = config.startMs + Math.floor(when * config.days * 86_400_000);
    appeal[pin] = rng.normal();
  }

  const ranks = Rng.derive(config.seed, 'world', 'popularity').shuffle(
    Uint32Array.from({ length: pinCount }, (_, pin) => pin),
  );
  const popularity = Float64Array.from(ranks, rank => (1 + rank) ** -config.popularityExponent);
  const { leafFirst, leafPins } = membersOfLeaves(leafCount, leaf, secondLeaf);
  const weights = Float64Array.from(leafPins, pin => popularity[pin]!);
  return {
    pinCount,
    leafCount,
    width,
    embeddings,
    leaf,
    secondLeaf,
    popularity,
    bornAtMs,
    appeal,
    leafFirst,
    leafPins,
    leafMeans: meansOfLeaves(leafFirst, leafPins, embeddings, width),
    byPopularity: new AliasTables(leafFirst, weights),
  };
}

/** [leaves, E]: topic centre + leafSpread · offset, normalised. */
function leafCentres(config: WorldConfig): Float64Array {
  const { embeddingWidth: width, leavesPerTopic } = config;
  const rng = Rng.derive(config.seed, 'world', 'leaves');
  const centres = new Float64Array(config.topics * leavesPerTopic * width);
  const topic = new Float64Array(width);
  const centre = new Float64Array(width);
  for (let t = 0; t < config.topics; t++) {
    normalise(unitScaleNoise(rng, topic));
    for (let l = 0; l < leavesPerTopic; l++) {
      unitScaleNoise(rng, centre);
      for (let k = 0; k < width; k++) centre[k] = topic[k]! + config.leafSpread * centre[k]!;
      centres.set(normalise(centre), (t * leavesPerTopic + l) * width);
    }
  }
  return centres;
}

function membersOfLeaves(
  leafCount: number,
  leaf: Int32Array,
  secondLeaf: Int32Array,
): { leafFirst: Uint32Array; leafPins: Uint32Array } {
  const leafFirst = new Uint32Array(leafCount + 1);
  const eachMembership = (visit: (leaf: number, pin: number) => void) => {
    for (let pin = 0; pin < leaf.length; pin++) {
      visit(leaf[pin]!, pin);
      if (secondLeaf[pin]! >= 0) visit(secondLeaf[pin]!, pin);
    }
  };
  eachMembership(l => {
    leafFirst[l + 1]! += 1;
  });
  for (let l = 0; l < leafCount; l++) leafFirst[l + 1]! += leafFirst[l]!;
  const next = leafFirst.slice();
  const leafPins = new Uint32Array(leafFirst[leafCount]!);
  eachMembership((l, pin) => {
    const at = next[l]!;
    leafPins[at] = pin;
    next[l] = at + 1;
  });
  return { leafFirst, leafPins };
}

function meansOfLeaves(
  leafFirst: Uint32Array,
  leafPins: Uint32Array,
  embeddings: Float32Array,
  width: number,
): Float32Array {
  const leafCount = leafFirst.length - 1;
  const means = new Float32Array(leafCount * width);
  const sum = new Float64Array(width);
  for (let l = 0; l < leafCount; l++) {
    sum.fill(0);
    for (let i = leafFirst[l]!; i < leafFirst[l + 1]!; i++)
      for (let k = 0; k < width; k++) sum[k]! += embeddings[leafPins[i]! * width + k]!;
    const size = Math.max(1, leafFirst[l + 1]! - leafFirst[l]!);
    for (let k = 0; k < width; k++) means[l * width + k] = sum[k]! / size;
  }
  return means;
}
