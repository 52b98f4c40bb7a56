import { describe, expect, test } from 'vitest';
import { attention, attentionMask } from '../../../src-main/compute/ops/attention.js';
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

  test('the hand-written gradient equals differences of softmax(q kᵀ / 2 + mask) v', async () => {
    const [U, h, S, L, d] = [2, 2, 2, 3, 2];
    const mask = Float32Array.from([0, 0, -1e9, 0, 0, 0, -1e9, 0, -1e9, -1e9, 0, 0]); // [U, 1, S, L]
    await checkOperation({
      seed: 5,
      shapes: [
        [U, h, S, d],
        [U, h, L, d],
        [U, h, L, d],
      ],
      fixed: [{ shape: [U, 1, S, L], values: mask }],
      outputShape: [U, h, S, d],
      operation: (q, k, v, given) => attention(q!, k!, v!, given!, 0.5),
      formula: (q, k, v) => {
        const output: number[] = [];
        for (let u = 0; u < U; u++)
          for (let head = 0; head < h; head++)
            for (let s = 0; s < S; s++) {
              const row = (columns: number, i: number) => ((u * h + head) * columns + i) * d;
              const scores = Array.from({ length: L }, (_, l) => {
                const dot =
                  q![row(S, s)]! * k![row(L, l)]! + q![row(S, s) + 1]! * k![row(L, l) + 1]!;
                return Math.exp(0.5 * dot + mask[(u * S + s) * L + l]!);
              });
              const total = scores.reduce((a, b) => a + b, 0);
              for (let i = 0; i < d; i++)
                output.push(scores.reduce((a, e, l) => a + (e / total) * v![row(L, l) + i]!, 0));
            }
        return output;
      },
    });
  });
});
