import { eye, mul, split, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { attention, attentionMask } from '../../../src-main/compute/ops/attention.js';
import { projectFromHeads, projectToHeads } from '../../../src-main/compute/ops/heads.js';
import { openReferenceDevice } from '../../../src-main/compute/reference-device.js';
import { checkOperation } from './gradient-check.js';

async function maskOf(
  columns: number[][],
  counts: number[],
  length: number,
): Promise<boolean[][][]> {
  const device = openReferenceDevice();
  const queries = columns[0]!.length;
  const program = await device.compile(
    (_state, inputs) => ({
      state: {},
      outputs: { mask: attentionMask(inputs.columns!, inputs.counts!, length) },
    }),
    {
      state: {},
      inputs: {
        columns: { shape: [columns.length, queries], dtype: 'int32' },
        counts: { shape: [counts.length], dtype: 'int32' },
      },
    },
  );
  const { mask } = await program.run(undefined, {
    columns: Int32Array.from(columns.flat()),
    counts: Int32Array.from(counts),
  });
  return counts.map((_, user) =>
    Array.from({ length: queries }, (_, query) =>
      Array.from({ length }, (_, key) => mask![(user * queries + query) * length + key] === 0),
    ),
  );
}

describe('attention', () => {
  test('a query sees itself and what is older, never padding', async () => {
    const [o, x] = [true, false];
    // One sequence of 3 actions in 4 columns: column 0 is padding.
    expect(await maskOf([[0, 1, 2, 3]], [3], 4)).toEqual([
      [
        [x, x, x, x],
        [x, o, x, x],
        [x, o, o, x],
        [x, o, o, o],
      ],
    ]);
    // Two sequences, each asked at its newest and at another column.
    expect(
      await maskOf(
        [
          [3, 1],
          [3, 3],
        ],
        [4, 1],
        4,
      ),
    ).toEqual([
      [
        [o, o, o, o],
        [o, o, x, x],
      ],
      [
        [x, x, x, o],
        [x, x, x, o],
      ],
    ]);
  });

  const cases = {
    'two users, all columns': { users: 2, heads: 2, length: 3, queries: 3, width: 2 },
    'chosen columns only': { users: 2, heads: 1, length: 4, queries: 2, width: 2 },
    'queries in two blocks': { users: 1, heads: 1, length: 36, queries: 36, width: 1 },
  };
  for (const [name, { users: U, heads: h, length: L, queries: S, width: d }] of Object.entries(
    cases,
  ))
    test(`${name}: rows and gradient equal the formula, user by user and head by head`, async () => {
      const counts = Int32Array.from({ length: U }, (_, u) => L - (u % 2));
      const columns = Int32Array.from({ length: U * S }, (_, i) =>
        S === L ? i % L : L - 1 - (i % S),
      );
      const H = h * d;
      const formula = (q: number[], kv: number[]) => {
        const output: number[] = [];
        for (let u = 0; u < U; u++)
          for (let s = 0; s < S; s++)
            for (let head = 0; head < h; head++) {
              const at = (l: number, part: number) => ((u * L + l) * 2 + part) * H + head * d;
              const weights = Array.from({ length: L }, (_, l) => {
                if (l > columns[u * S + s]! || l < L - counts[u]!) return 0;
                let dot = 0;
                for (let i = 0; i < d; i++)
                  dot += q[(u * S + s) * H + head * d + i]! * kv[at(l, 0) + i]!;
                return Math.exp(dot / Math.sqrt(d));
              });
              const total = weights.reduce((a, b) => a + b, 0);
              for (let i = 0; i < d; i++)
                // Nobody reads a query in the padding: the mean of all keys that it may not see.
                output.push(
                  total === 0
                    ? Number.NaN
                    : weights.reduce((a, e, l) => a + (e / total) * kv[at(l, 1) + i]!, 0),
                );
            }
        return output;
      };
      const unread = Float32Array.from({ length: U * S * H }, (_, i) => {
        const row = Math.floor(i / H);
        return columns[row]! < L - counts[Math.floor(row / S)]! ? 0 : 1;
      });
      await checkOperation({
        seed: 5,
        shapes: [
          [U * S, H],
          [U * L, 2 * H],
        ],
        fixed: [
          { shape: [U], values: counts },
          { shape: [U, S], values: columns },
          { shape: [U * S, H], values: unread },
        ],
        outputShape: [U * S, H],
        operation: (q, kv, given, asked, read) => {
          // Identities by heads: rows are cut into heads and laid side by side again.
          const same = eye(H);
          const heads = (rows: Tensor) => projectToHeads(rows, same, U, h);
          const [k, v] = split(kv!, 2, 1) as [Tensor, Tensor];
          const columns = S === L ? undefined : asked!;
          const output = attention(heads(q!), heads(k), heads(v), given!, columns);
          return mul(projectFromHeads(output, same, zeros([H])), read!);
        },
        formula: (q, kv) => formula(q!, kv!).map((value, i) => (unread[i] === 0 ? 0 : value)),
      });
    });
});
