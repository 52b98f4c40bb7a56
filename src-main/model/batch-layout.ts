/**
 * How a training batch lies in arrays: the contract between the batch sampler (train/) and the train
 * step (model/). Nothing here depends on the objective: an objective only decides which rows exist.
 *
 * A batch is computed by C lanes, which compute their share in pieces, one after the other, so that the
 * activations of one piece are kept at a time. A piece has some of the batch's sequences and their rows; all
 * arrays but the lane's are of one piece. With one lane and one piece the piece is the batch.
 *
 * Letters: C lanes, U users of a piece, g a length group, U_g its users, L_g its length, S_g the query
 * positions of each of its users, R loss rows, W pool pins, P input pins, K positives of a user,
 * E width of a pin's given embedding.
 */
import type { TensorSpec, TensorSpecs } from '../compute/program.js';

/** Sequences of at most `length` actions, right-aligned, with `queries` positions that rows may read. */
export interface SequenceGroup {
  readonly users: number;
  readonly length: number;
  readonly queries: number;
}

/** The fixed shapes of one compiled train step; all lanes and pieces have the same. */
export interface BatchPlan {
  /** C; divides W. */
  readonly lanes: number;
  /** Pieces of a lane. */
  readonly pieces: number;
  /** Longest first; lengths are distinct. Without length buckets there is one group of length M. */
  readonly groups: readonly SequenceGroup[];
  /** R. Unused rows have weight 0. */
  readonly rows: number;
  /** W: distinct pins of the batch's merged negative pool; unused columns have bias MASKED. */
  readonly poolPins: number;
  /** P: distinct pins of the piece's sequences. */
  readonly inputPins: number;
  /** K: most distinct positives that one user has in the batch. */
  readonly userPositives: number;
}

/** Added to a logit, makes its softmax weight exactly 0 in float32. */
export const MASKED = -1e9;

/** Periods of the absolute timestamp, of the time since the latest action and of the gap: 12 + 32 + 32. */
export const PHASES = 76;
/** log1p of duration, absolute timestamp, time since latest, gap. */
export const SCALARS = 4;

/**
 * Inputs of a train step of this plan. The pool keeps each distinct pin once: n copies of a pin with
 * equal logits are one column with bias log n, which is exact. The lane's:
 *
 * - `pool` float32 [W / C, E]: lane c has the pins of columns c · W / C and on. It is a table of its own,
 *   since most of the pool is in no sequence and need not be projected there.
 * - `poolBias` float32 [W]: log(copies) − log Q, MASKED where unused.
 * - `lane` int32 [1], where there are several: 0 … C − 1.
 *
 * Each piece's, whose names begin with `k<i>.` where there are several:
 *
 * - `pins` float32 [P, E].
 * - `<g>.pin` int32 [U_g, L_g] row of `pins`; `<g>.type`, `<g>.surface` int32 [U_g, L_g]; padding is 0.
 * - `<g>.scalars` float32 [U_g·L_g, 4]; `<g>.phases` float32 [U_g·L_g, 152]: cos then sin of 2πt/p,
 *   reduced in float64 on the host; the learned phases are applied in the graph by the angle sum.
 * - `<g>.count` int32 [U_g]: real actions (they stand in the last columns).
 * - `<g>.query` int32 [U_g, S_g]: columns that rows read; unused slots repeat the last column.
 * - `rowSlot` int32 [R]: index into all groups' [U_g·S_g] query slots, concatenated in group order.
 * - `rowUser` int32 [R]: user of the row, 0 … U − 1 in group order of the piece.
 * - `rowTarget` int32 [R]: pool column of the row's positive; `rowTargetBias` float32 [R]: −log Q of it
 *   (0 without correction). The row's own column is replaced by s + rowTargetBias, once.
 * - `rowWeight` float32 [R]: sums to 1 over a batch, that is over its pieces.
 * - `userPositive` int32 [U, K]: pool columns of the user's positives; `userPositiveBias` float32 [U, K]:
 *   what is added to that column's bias for rows of this user, so that it counts the copies that Figure 5
 *   leaves (MASKED when none is left); 0 where unused. Columns of one user are distinct but for unused ones.
 */
export function batchInputSpecs(plan: BatchPlan, embeddingWidth: number): TensorSpecs {
  const specs: Record<string, TensorSpec> = {
    pool: { shape: [plan.poolPins / plan.lanes, embeddingWidth], dtype: 'float32' },
    poolBias: { shape: [plan.poolPins], dtype: 'float32' },
  };
  if (plan.lanes > 1) specs.lane = { shape: [1], dtype: 'int32' };
  return { ...specs, ...ofEveryPiece(plan, pieceInputSpecs(plan, embeddingWidth)) };
}

function pieceInputSpecs(plan: BatchPlan, embeddingWidth: number): TensorSpecs {
  const users = plan.groups.reduce((sum, group) => sum + group.users, 0);
  const specs: Record<string, TensorSpec> = {
    pins: { shape: [plan.inputPins, embeddingWidth], dtype: 'float32' },
    rowSlot: { shape: [plan.rows], dtype: 'int32' },
    rowUser: { shape: [plan.rows], dtype: 'int32' },
    rowTarget: { shape: [plan.rows], dtype: 'int32' },
    rowTargetBias: { shape: [plan.rows], dtype: 'float32' },
    rowWeight: { shape: [plan.rows], dtype: 'float32' },
    userPositive: { shape: [users, plan.userPositives], dtype: 'int32' },
    userPositiveBias: { shape: [users, plan.userPositives], dtype: 'float32' },
  };
  plan.groups.forEach((group, index) => {
    Object.assign(specs, sequenceInputSpecs(group.users, group.length, `g${index}`));
    specs[`g${index}.query`] = { shape: [group.users, group.queries], dtype: 'int32' };
  });
  return specs;
}

/** The entries of one piece, once for each under its name. */
export function ofEveryPiece(plan: BatchPlan, entries: TensorSpecs): TensorSpecs {
  if (plan.pieces === 1) return entries;
  return Object.fromEntries(
    Array.from({ length: plan.pieces }, (_, piece) =>
      Object.entries(entries).map(([name, spec]) => [`${pieceOf(piece)}${name}`, spec]),
    ).flat(),
  );
}

/** A lane's arrays as piece i sees them: its own by their plain names, and the lane's. */
export function seenByPiece<Value>(
  plan: BatchPlan,
  piece: number,
  entries: Readonly<Record<string, Value>>,
): Record<string, Value> {
  if (plan.pieces === 1) return { ...entries };
  const seen: Record<string, Value> = {};
  for (const [name, value] of Object.entries(entries)) {
    if (name.startsWith(pieceOf(piece))) seen[name.slice(pieceOf(piece).length)] = value;
    else if (!/^k\d+\./.test(name)) seen[name] = value;
  }
  return seen;
}

const pieceOf = (piece: number) => `k${piece}.`;

/** Inputs that describe `users` sequences of `length`; shared by training and by the user encoder. */
export function sequenceInputSpecs(users: number, length: number, prefix: string): TensorSpecs {
  return {
    [`${prefix}.pin`]: { shape: [users, length], dtype: 'int32' },
    [`${prefix}.type`]: { shape: [users, length], dtype: 'int32' },
    [`${prefix}.surface`]: { shape: [users, length], dtype: 'int32' },
    [`${prefix}.scalars`]: { shape: [users * length, SCALARS], dtype: 'float32' },
    [`${prefix}.phases`]: { shape: [users * length, 2 * PHASES], dtype: 'float32' },
    [`${prefix}.count`]: { shape: [users], dtype: 'int32' },
  };
}
