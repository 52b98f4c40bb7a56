import { expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { MASKED } from '../../src-main/model/batch-layout.js';
import { ExactDrawCounter, LogQ } from '../../src-main/train/log-q.js';
import {
  type NegativeOptions,
  type NegativePool,
  NegativeSampler,
  type PositiveRows,
} from '../../src-main/train/negatives.js';

const mixed: NegativeOptions = {
  source: 'mixed',
  random: 0,
  positiveLogQ: 'corrected',
  mask: 'batch',
};

/** Copies of each pin that row `row` is scored against, its own positive left out. */
function copiesSeenBy(pool: NegativePool, rows: PositiveRows, row: number): Record<number, number> {
  const { columns, biases } = pool.byUser[rows.user[row]!]!;
  const bias = Float64Array.from(pool.bias);
  columns.forEach((column, i) => {
    bias[column]! += biases[i]!;
  });
  bias[pool.rowTarget[row]!] = MASKED;
  const seen: Record<number, number> = {};
  pool.pins.forEach((pin, column) => {
    if (bias[column]! > MASKED / 2) seen[pin] = Math.round(Math.exp(bias[column]!) * 1e5) / 1e5;
  });
  return seen;
}

/** Draws `pins` in turn as random negatives. */
const drawing = (corpus: readonly number[], ...pins: number[]): Rng => {
  let next = 0;
  const rng = Rng.derive(1);
  rng.int = () => corpus.indexOf(pins[next++]!);
  return rng;
};

// Figure 5. U1 has two embeddings, with positives P1 and P2; U2 has P3, U3 has P4; N1, N2 are random.
const [P1, P2, P3, P4, N1, N2] = [1, 2, 3, 4, 5, 6];
const figure5: PositiveRows = { users: 3, user: [0, 0, 1, 2], pin: [P1, P2, P3, P4] };
const corpus = Int32Array.of(1, 2, 3, 4, 5, 6);

function draw(rows: PositiveRows, random: number[], options: Partial<NegativeOptions> = {}) {
  const sampler = new NegativeSampler(
    10,
    corpus,
    { ...mixed, random: random.length, ...options },
    undefined,
  );
  return sampler.draw(rows, drawing([...corpus], ...random));
}

test('Figure 5: the other positive of a user is masked in both of the user’s rows', () => {
  const pool = draw(figure5, [N1, N2]);
  expect(copiesSeenBy(pool, figure5, 0)).toEqual({ [P3]: 1, [P4]: 1, [N1]: 1, [N2]: 1 });
  expect(copiesSeenBy(pool, figure5, 1)).toEqual({ [P3]: 1, [P4]: 1, [N1]: 1, [N2]: 1 });
  expect(copiesSeenBy(pool, figure5, 2)).toEqual({ [P1]: 1, [P2]: 1, [P4]: 1, [N1]: 1, [N2]: 1 });
});

test('a random negative that is a positive of the user in the batch is masked for that user', () => {
  const pool = draw(figure5, [P2, N1]);
  expect(copiesSeenBy(pool, figure5, 0)).toEqual({ [P3]: 1, [P4]: 1, [N1]: 1 });
  // For U2 the pin stands twice: once from U1, once drawn.
  expect(copiesSeenBy(pool, figure5, 2)).toEqual({ [P1]: 1, [P2]: 2, [P4]: 1, [N1]: 1 });
});

test('every pool entry of the same pin as a row’s positive is masked in that row', () => {
  // U1 and U2 share P1, and it was drawn at random too.
  const rows: PositiveRows = { users: 2, user: [0, 0, 1], pin: [P1, P2, P1] };
  const pool = draw(rows, [P1, N1]);
  expect(copiesSeenBy(pool, rows, 0)).toEqual({ [N1]: 1 });
  // U1's row of P2: U1's own P1 and the drawn one go, the copy that U2 brought stays.
  expect(copiesSeenBy(pool, rows, 1)).toEqual({ [P1]: 1, [N1]: 1 });
  expect(copiesSeenBy(pool, rows, 2)).toEqual({ [P2]: 1, [N1]: 1 });
});

test('mask: window leaves no copy of any positive that the user has in training time', () => {
  const rows: PositiveRows = { ...figure5, positivesOf: user => (user === 1 ? [N1, P1] : []) };
  const pool = draw(rows, [N1, N2], { mask: 'window' });
  expect(copiesSeenBy(pool, rows, 2)).toEqual({ [P2]: 1, [P4]: 1, [N2]: 1 });
  expect(copiesSeenBy(pool, rows, 0)).toEqual({ [P3]: 1, [P4]: 1, [N1]: 1, [N2]: 1 });
});

test('only the drawn source is in the pool, and each row still has its own column', () => {
  const inBatch = draw(figure5, [], { source: 'inBatch' });
  expect(copiesSeenBy(inBatch, figure5, 0)).toEqual({ [P3]: 1, [P4]: 1 });
  const random = draw(figure5, [N1, N1], { source: 'random' });
  expect(copiesSeenBy(random, figure5, 0)).toEqual({ [N1]: 2 });
  expect([...random.rowTarget].map(column => random.pins[column])).toEqual([P1, P2, P3, P4]);
  const full = draw(figure5, [], { source: 'full' });
  expect(copiesSeenBy(full, figure5, 0)).toEqual({ 2: 1, 3: 1, 4: 1, 5: 1, 6: 1 });
});

test('beyond 5000 rows a random 5000 make the pool, and each row keeps its own positive', () => {
  const count = 6000;
  const rows: PositiveRows = {
    users: count,
    user: Array.from({ length: count }, (_, row) => row),
    pin: Array.from({ length: count }, (_, row) => row),
  };
  const all = Int32Array.from({ length: count }, (_, pin) => pin);
  const pool = new NegativeSampler(count, all, mixed, undefined).draw(rows, Rng.derive(7));
  expect(pool.bias.filter(bias => bias === 0)).toHaveLength(5000);
  expect(pool.bias.filter(bias => bias === MASKED)).toHaveLength(1000);
  expect([...pool.rowTarget].every((column, row) => pool.pins[column] === row)).toBe(true);
});

test('the biases of a merged pool are log copies minus log Q, the positive’s own minus log Q', () => {
  const logQ = new LogQ(new ExactDrawCounter(Int32Array.of(0, 6, 2, 1, 1, 0, 0)));
  const sampler = (positiveLogQ: 'corrected' | 'uncorrected') =>
    new NegativeSampler(10, corpus, { ...mixed, random: 3, positiveLogQ }, logQ);
  const drawn = () => drawing([...corpus], N1, N1, P3);
  const pool = sampler('corrected').draw(figure5, drawn());
  // n̄ = 4 · (1 − 1/3); random 3 of 6 pins. P1: 6 of 10 draws. N1: none, so half a draw.
  const q = (draws: number) => 4 * (2 / 3) * (draws / 10) + 3 / 6;
  const at = (pin: number) => pool.pins.indexOf(pin);
  expect(pool.bias[at(P1)]).toBeCloseTo(-Math.log(q(6)), 6);
  expect(pool.bias[at(P3)]).toBeCloseTo(Math.log(2) - Math.log(q(1)), 6);
  expect(pool.bias[at(N1)]).toBeCloseTo(Math.log(2) - Math.log(q(0.5)), 6);
  expect([...pool.rowTargetBias]).toEqual([6, 2, 1, 1].map(n => Math.fround(-Math.log(q(n)))));
  expect([...sampler('uncorrected').draw(figure5, drawn()).rowTargetBias]).toEqual([0, 0, 0, 0]);
});
