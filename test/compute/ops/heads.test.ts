import { describe, expect, test } from 'vitest';
import { projectFromHeads, projectToHeads } from '../../../src-main/compute/ops/heads.js';
import { openReferenceDevice } from '../../../src-main/compute/reference-device.js';
import { checkOperation, multiply } from './gradient-check.js';

describe('projections to and from heads', () => {
  test('one after the other they are two linear layers, whatever the users and heads', async () => {
    const [U, S, I, O] = [2, 3, 3, 2];
    for (const [heads, width] of [
      [2, 2],
      [1, 4],
    ] as const) {
      const inner = heads * width;
      await checkOperation({
        seed: 17,
        shapes: [[U * S, I], [inner, I], [inner, O], [O]],
        outputShape: [U * S, O],
        operation: (x, w, out, b) => projectFromHeads(projectToHeads(x!, w!, U, heads), out!, b!),
        formula: (x, w, out, b) => {
          const columns = Array.from(
            { length: I * inner },
            (_, i) => w![(i % inner) * I + Math.floor(i / inner)]!,
          );
          const rows = multiply(x!, columns, U * S, I, inner);
          return multiply(rows, out!, U * S, inner, O).map((value, i) => value + b![i % O]!);
        },
      });
    }
  });

  test('a head of a user holds its columns of the rows of that user', async () => {
    // Two users of one row, two heads of width 1: rows [1, 2] and [3, 4] times the identity.
    const program = await openReferenceDevice().compile(
      (_state, { x, w }) => ({ state: {}, outputs: { heads: projectToHeads(x!, w!, 2, 2) } }),
      {
        state: {},
        inputs: { x: { shape: [2, 2], dtype: 'float32' }, w: { shape: [2, 2], dtype: 'float32' } },
      },
    );
    const { heads } = await program.run(undefined, {
      x: Float32Array.of(1, 2, 3, 4),
      w: Float32Array.of(1, 0, 0, 1),
    });
    expect([...heads!]).toEqual([1, 3, 2, 4]); // [h, u, S, d]
  });
});
