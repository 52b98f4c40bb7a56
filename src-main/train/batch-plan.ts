import type { BatchPlan, SequenceGroup } from '../model/batch-layout.js';

/** Shortest length group; longer ones double up to M. */
const SHORTEST_GROUP = 16;
/** Shares of the drawn batches that the plans are made for, but for the last, which fits all. */
const QUANTILES = [0.6, 0.95, 1];
/** Room above the largest drawn batch, so that the all-fitting plan is hardly ever needed. */
const MARGIN = 1.08;

/** How much of everything one piece of a drawn batch needs. Lengths are those of `groupLengths`. */
export interface BatchSize {
  /** Of each length group, longest first: sequences too long for the next shorter group. */
  readonly sequences: readonly number[];
  /** Of each length group: most query positions among its sequences. */
  readonly queries: readonly number[];
  readonly rows: number;
  readonly poolPins: number;
  /** Distinct pins of the sequences. */
  readonly inputPins: number;
  readonly userPositives: number;
}

/** The widths that decide what a plan costs. */
export interface CostModel {
  readonly hidden: number;
  readonly layers: number;
  readonly dimension: number;
  readonly embeddingWidth: number;
}

/** Lengths of the groups for sequences of at most `maxLength`, longest first: M, then powers of two. */
export function groupLengths(maxLength: number): number[] {
  const lengths = [maxLength];
  let length = SHORTEST_GROUP;
  const shorter: number[] = [];
  for (; length < maxLength; length *= 2) shorter.unshift(length);
  return lengths.concat(shorter);
}

/** Multiply-adds of a forward pass, up to a common factor: enough to rank plans. */
export function planCost(plan: BatchPlan, model: CostModel): number {
  const { hidden: H, layers: L, dimension: D, embeddingWidth: E } = model;
  let cost = plan.inputPins * E * H + plan.rows * plan.poolPins * D;
  for (const { users, length, queries } of plan.groups) {
    const full = users * length * (12 * H * H + 2 * length * H);
    const last = users * (length * 2 * H * H + queries * (10 * H * H + 2 * length * H));
    cost += (L - 1) * full + last + users * length * 152 * H + users * queries * 4 * H * (H + D);
  }
  return plan.pieces * cost + (plan.poolPins / plan.lanes) * (E * 4 * D + 4 * D * D);
}

/** The plan into which any piece fits: every sequence at full length, no length groups. */
export function plainPlan(options: {
  readonly lanes: number;
  readonly pieces: number;
  readonly batchUsers: number;
  readonly maxLength: number;
  readonly maxRowsPerSequence: number;
  readonly maxPoolPins: number;
  readonly pinCount: number;
  readonly maxUserPositives: number;
}): BatchPlan {
  const { lanes, pieces, maxLength, pinCount } = options;
  const users = Math.ceil(options.batchUsers / (lanes * pieces));
  const queries = Math.min(options.maxRowsPerSequence, maxLength);
  const rows = users * options.maxRowsPerSequence;
  const mostPins = Math.min(options.maxPoolPins, pinCount);
  return {
    lanes,
    pieces,
    groups: [{ users, length: maxLength, queries }],
    rows,
    poolPins: Math.ceil(mostPins / lanes) * lanes,
    inputPins: Math.min(users * maxLength, pinCount),
    userPositives: Math.max(1, Math.min(options.maxUserPositives, mostPins)),
  };
}

/**
 * At most four plans, cheapest first, that cover the given sample of batches; the last is `plain`.
 * Which users are drawn does not depend on plans: they only decide how much padding is computed.
 */
export function derivePlans(
  sizes: readonly BatchSize[],
  plain: BatchPlan,
  maxLength: number,
  model: CostModel,
): BatchPlan[] {
  const lengths = groupLengths(maxLength);
  const plans =
    sizes.length === 0 ? [] : QUANTILES.map(q => quantilePlan(sizes, plain, lengths, q));
  const distinct = new Map([...plans, plain].map(plan => [JSON.stringify(plan), plan]));
  const cheaper = [...distinct.values()].filter(
    plan => plan === plain || planCost(plan, model) < planCost(plain, model),
  );
  return cheaper.sort((a, b) => planCost(a, model) - planCost(b, model));
}

function quantilePlan(
  sizes: readonly BatchSize[],
  plain: BatchPlan,
  lengths: readonly number[],
  quantile: number,
): BatchPlan {
  const margin = quantile === 1 ? MARGIN : 1;
  const most = (values: number[], step: number, limit: number): number => {
    const sorted = values.sort((a, b) => a - b);
    const at = sorted[Math.ceil(quantile * (sorted.length - 1))] ?? 0;
    return Math.min(limit, Math.ceil((at * margin) / step) * step);
  };
  const batchUsers = plain.groups.reduce((sum, group) => sum + group.users, 0);
  const maxQueries = Math.max(...plain.groups.map(group => group.queries));
  const groups: SequenceGroup[] = [];
  let placed = 0;
  lengths.forEach((length, index) => {
    const longer = sizes.map(size => size.sequences.slice(0, index + 1).reduce((a, b) => a + b, 0));
    const upTo = index === lengths.length - 1 ? batchUsers : most(longer, 2, batchUsers);
    if (upTo <= placed) return;
    // Shorter sequences may have to stand in this group, so it has room for their positions too.
    const queries = sizes.map(size => Math.max(0, ...size.queries.slice(index)));
    groups.push({
      users: upTo - placed,
      length,
      queries: Math.max(1, most(queries, 4, Math.min(length, maxQueries))),
    });
    placed = upTo;
  });
  return {
    lanes: plain.lanes,
    pieces: plain.pieces,
    groups,
    rows: most(
      sizes.map(size => size.rows),
      32,
      plain.rows,
    ),
    poolPins: most(
      sizes.map(size => size.poolPins),
      32 * plain.lanes,
      plain.poolPins,
    ),
    inputPins: most(
      sizes.map(size => size.inputPins),
      32,
      plain.inputPins,
    ),
    userPositives: Math.max(
      1,
      most(
        sizes.map(size => size.userPositives),
        4,
        plain.userPositives,
      ),
    ),
  };
}
