import { add, range, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { ModelConfig } from './config.js';
import type { PackedBatch, PackedGroup } from './packed-batch.js';
import { EXPANSION } from './parameters.js';

/** Inner values of a chunk's feed forward, about: what its passes read stays in the second cache. */
const CHUNK_ELEMENTS = 1 << 19;

/** Whole sequences of one group that go through the blocks together. */
export interface SequenceChunk {
  readonly users: number;
  readonly length: number;
  readonly queries: number;
  /** int32 [users] and [users, queries], as in the group. */
  readonly count: Tensor;
  readonly query: Tensor;
  /** Where its rows stand among all packed rows, and its queries among all queries. */
  readonly firstRow: number;
  readonly firstQuery: number;
}

/**
 * The batch's sequences in chunks, in their order. A sequence attends to itself alone, so a chunk can
 * go through all blocks on its own, and its rows need no cutting and joining in between. Equal chunks
 * but for the last of a group.
 */
export function sequenceChunks(
  config: ModelConfig,
  batch: PackedBatch,
  usersPerChunk?: number,
): SequenceChunk[] {
  const chunks: SequenceChunk[] = [];
  let firstRow = 0;
  let firstQuery = 0;
  for (const group of batch.groups) {
    const { length, queries } = group;
    const size = usersPerChunk ?? usersBySize(group, EXPANSION * config.hidden);
    for (let first = 0; first < group.users; first += size) {
      const users = Math.min(size, group.users - first);
      chunks.push({
        users,
        length,
        queries,
        count: slice(group.count, [first], [users]),
        query: slice(group.query, [first, 0], [users, queries]),
        firstRow,
        firstQuery,
      });
      firstRow += users * length;
      firstQuery += users * queries;
    }
  }
  return chunks;
}

/** Rows of the chunk that are queried, int32 [users · queries]. */
export function queriedRows({ users, length, queries, query }: SequenceChunk): Tensor {
  const starts = reshape(range(0, users * length, length, 'int32'), [users, 1]);
  return reshape(add(query, starts), [users * queries]);
}

function usersBySize({ users, length }: PackedGroup, width: number): number {
  const most = Math.max(1, Math.floor(CHUNK_ELEMENTS / (length * width)));
  return Math.ceil(users / Math.ceil(users / most));
}
