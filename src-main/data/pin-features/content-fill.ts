import { Rng } from '../../base/rng.js';
import type { PinTable } from '../columns.js';
import type { PinVectors } from './co-engagement.js';

/** Shrinks words that few pins with vectors carry: a sum of n vectors is divided by n + this. */
const SHRINKAGE = 2;

/** What a pin says of itself. */
export type PinContent = Pick<
  PinTable,
  'count' | 'titles' | 'interestOffsets' | 'interests' | 'interestNames' | 'firstAtMs'
>;

export interface ContentFillOptions {
  readonly untilMs: number;
  readonly seed: number;
  /** Length of the part of its own that a filled pin gets, beside a content part of length 1. */
  readonly ownPart?: number;
}

/**
 * Gives vectors to pins that no training user engaged with but that stood in the catalogue at
 * `untilMs` (someone engaged with them by then) and carry an interest or title word that pins with
 * vectors carry too: the mean of those words' mean vectors, weighed by rarity among the pins with
 * vectors, plus a hashed direction of its own, without which pins of equal content would tie.
 * Other pins keep what they have. Who engaged with a filled pin has no influence on its vector.
 */
export function fillFromContent(
  vectors: PinVectors,
  content: PinContent,
  options: ContentFillOptions,
): PinVectors {
  const { ownPart = 1 } = options;
  const width = content.count === 0 ? 0 : vectors.values.length / content.count;
  const words = wordsOfPins(content);
  const { sums, pinsOfWord, withVectors } = meansOfWords(vectors, words, width);
  const values = vectors.values.slice();
  const known = vectors.known.slice();
  const vector = new Float64Array(width);
  for (let pin = 0; pin < content.count; pin++) {
    if (known[pin] === 1 || !(content.firstAtMs[pin]! <= options.untilMs)) continue;
    vector.fill(0);
    for (let i = words.offsets[pin]!; i < words.offsets[pin + 1]!; i++) {
      const word = words.words[i]!;
      const carriers = pinsOfWord[word]!;
      if (carriers === 0) continue;
      const weight = Math.log(1 + withVectors / carriers) / (carriers + SHRINKAGE);
      for (let k = 0; k < width; k++) vector[k]! += weight * sums[word * width + k]!;
    }
    if (!scaleTo(vector, 1)) continue;
    const rng = Rng.derive(options.seed, 'pinOwnPart', pin);
    for (let k = 0; k < width; k++) vector[k]! += (ownPart * rng.normal()) / Math.sqrt(width);
    scaleTo(vector, 1);
    values.set(vector, pin * width);
    known[pin] = 1;
  }
  return { values, known };
}

/** Words of pin v are words[offsets[v] … offsets[v + 1]), distinct, as indexes. */
interface Words {
  readonly offsets: Uint32Array;
  readonly words: Int32Array;
  readonly count: number;
}

/** Interests first, then the words of the title: at least three letters or digits, lower case. */
function wordsOfPins(content: PinContent): Words {
  const index = new Map<string, number>();
  const offsets = new Uint32Array(content.count + 1);
  const words: number[] = [];
  for (let pin = 0; pin < content.count; pin++) {
    const own = new Set<number>();
    for (let i = content.interestOffsets[pin]!; i < content.interestOffsets[pin + 1]!; i++)
      own.add(content.interests[i]!);
    for (const word of content.titles
      .at(pin)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? []) {
      let number = index.get(word);
      if (number === undefined) {
        number = content.interestNames.length + index.size;
        index.set(word, number);
      }
      own.add(number);
    }
    words.push(...own);
    offsets[pin + 1] = words.length;
  }
  return {
    offsets,
    words: Int32Array.from(words),
    count: content.interestNames.length + index.size,
  };
}

/** For each word the sum of the vectors of the pins that carry it, and how many those are. */
function meansOfWords(
  { values, known }: PinVectors,
  words: Words,
  width: number,
): { sums: Float64Array; pinsOfWord: Float64Array; withVectors: number } {
  const sums = new Float64Array(words.count * width);
  const pinsOfWord = new Float64Array(words.count);
  let withVectors = 0;
  for (let pin = 0; pin < known.length; pin++) {
    if (known[pin] !== 1) continue;
    withVectors++;
    for (let i = words.offsets[pin]!; i < words.offsets[pin + 1]!; i++) {
      const word = words.words[i]!;
      pinsOfWord[word]! += 1;
      for (let k = 0; k < width; k++) sums[word * width + k]! += values[pin * width + k]!;
    }
  }
  return { sums, pinsOfWord, withVectors };
}

/** Scales in place; false for a vector without length. */
function scaleTo(vector: Float64Array, length: number): boolean {
  let square = 0;
  for (const value of vector) square += value * value;
  if (!(square > 1e-24)) return false;
  const factor = length / Math.sqrt(square);
  for (let k = 0; k < vector.length; k++) vector[k]! *= factor;
  return true;
}
