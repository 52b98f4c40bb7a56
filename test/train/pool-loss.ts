import type { NegativePool, PositiveRows } from '../../src-main/train/negatives.js';

/** s(row, pin): any fixed table of logits. */
export type Scores = (row: number, pin: number) => number;

/** −log of a row's softmax over its pool in float64, and its gradient with respect to each pin's score. */
export function pooledRow(
  pool: NegativePool,
  rows: PositiveRows,
  row: number,
  scores: Scores,
): { loss: number; gradient: Map<number, number> } {
  const { columns, biases } = pool.byUser[rows.user[row]!]!;
  const bias = Float64Array.from(pool.bias);
  columns.forEach((column, i) => {
    bias[column]! += biases[i]!;
  });
  const own = pool.rowTarget[row]!;
  bias[own] = pool.rowTargetBias[row]!;
  const logits = Array.from(pool.pins, (pin, column) => scores(row, pin) + bias[column]!);
  const probabilities = softmax(logits);
  const gradient = new Map(Array.from(pool.pins, (pin, column) => [pin, probabilities[column]!]));
  const positive = pool.pins[own]!;
  gradient.set(positive, gradient.get(positive)! - 1);
  return { loss: -Math.log(probabilities[own]!), gradient };
}

export function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const weights = logits.map(logit => Math.exp(logit - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map(weight => weight / sum);
}
