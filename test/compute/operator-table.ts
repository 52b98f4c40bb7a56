import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { TensorSpec } from '../../src-main/compute/program.js';

/** How the elements of an input are drawn. */
export type Values =
  | { readonly kind: 'normal' }
  /** 0.5 … 2. */
  | { readonly kind: 'positive' }
  /** Distinct and at least 0.05 apart, away from 0 and 1: no kink within a finite difference. */
  | { readonly kind: 'apart' }
  | { readonly kind: 'integers'; readonly low: number; readonly high: number };

export interface OperatorInput extends TensorSpec {
  readonly values: Values;
}

/** One drawn call: its inputs, and what to do with them. `text` is for failures. */
export interface OperatorCall {
  readonly text: string;
  readonly inputs: readonly OperatorInput[];
  readonly apply: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
}

export interface Operator {
  readonly name: string;
  readonly calls: fc.Arbitrary<OperatorCall>;
  /** Its gradient is compared with finite differences. */
  readonly differentiable: boolean;
}

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
type Unary = (x: tf.Tensor) => tf.Tensor;

const length = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.constant(0));
const shapeOf = (minLength: number, maxLength: number) =>
  fc.array(length, { minLength, maxLength });
const filledShape = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength, maxLength });
const normal = { kind: 'normal' } as const;
const positive = { kind: 'positive' } as const;
const apart = { kind: 'apart' } as const;
const float = (shape: readonly number[], values: Values = normal): OperatorInput => ({
  shape,
  dtype: 'float32',
  values,
});
const int = (shape: readonly number[], low = -9, high = 9): OperatorInput => ({
  shape,
  dtype: 'int32',
  values: { kind: 'integers', low, high },
});
const call = (
  text: string,
  inputs: readonly OperatorInput[],
  apply: OperatorCall['apply'],
): OperatorCall => ({
  text: `${text} of ${inputs.map(x => `${x.dtype}[${x.shape.join()}]`).join(', ')}`,
  inputs,
  apply,
});

/** Two shapes that broadcast together. */
const broadcastPair = fc
  .record({
    shape: shapeOf(0, 4),
    ones: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    drop: fc.nat(4),
    swap: fc.boolean(),
  })
  .map(({ shape, ones, drop, swap }) => {
    const a = shape.map((n, i) => (ones[i] ? 1 : n)).slice(0, shape.length);
    const b = shape
      .map((n, i) => (ones[i + 4] && !ones[i] ? 1 : n))
      .slice(Math.min(drop, shape.length));
    return swap ? ([b, a] as const) : ([a, b] as const);
  });

function unary(
  name: string,
  apply: Unary,
  options: { values?: Values; differentiable?: boolean } = {},
): Operator {
  return {
    name,
    differentiable: options.differentiable ?? true,
    calls: shapeOf(0, 4).map(shape =>
      call(name, [float(shape, options.values)], apply as OperatorCall['apply']),
    ),
  };
}

function binary(
  name: string,
  apply: Binary,
  options: { values?: Values; differentiable?: boolean } = {},
): Operator {
  return {
    name,
    differentiable: options.differentiable ?? true,
    calls: broadcastPair.map(([a, b]) =>
      call(
        name,
        [float(a, options.values), float(b, options.values)],
        apply as OperatorCall['apply'],
      ),
    ),
  };
}

/** tfjs' gradients of these know no broadcasting. */
function ofOneShape(name: string, apply: Binary): Operator {
  return {
    name: `${name} of one shape`,
    differentiable: true,
    // Half a step between the two keeps them off the kink where they are equal.
    calls: shapeOf(0, 3).map(shape =>
      call(name, [float(shape, apart), float(shape, apart)], (a, b) => apply(a!, tf.add(b!, 0.05))),
    ),
  };
}

function integers(name: string, apply: Binary, low = -9, high = 9): Operator {
  return {
    name: `${name} of integers`,
    differentiable: false,
    calls: broadcastPair.map(([a, b]) =>
      call(name, [int(a), int(b, low, high)], apply as OperatorCall['apply']),
    ),
  };
}

const toInt = (x: tf.Tensor) => tf.cast(x, 'int32');
// tfjs itself gets an empty `where` of different ranks wrong.
const chooseLess: Binary = (a, b) =>
  a.size * b.size === 0 ? tf.add(a, b) : tf.where(tf.less(a, b), a, b);
const flags = (x: tf.Tensor) => tf.greater(x, 0);

const comparisons: readonly (readonly [string, Binary])[] = [
  ['equal', tf.equal],
  ['notEqual', tf.notEqual],
  ['greater', tf.greater],
  ['greaterEqual', tf.greaterEqual],
  ['less', tf.less],
  ['lessEqual', tf.lessEqual],
];

const elementwise: Operator[] = [
  binary('add', tf.add),
  binary('sub', tf.sub),
  binary('mul', tf.mul),
  binary('div', tf.div, { values: positive }),
  binary('maximum', tf.maximum, { values: apart, differentiable: false }),
  binary('minimum', tf.minimum, { values: apart, differentiable: false }),
  ofOneShape('maximum', tf.maximum),
  ofOneShape('minimum', tf.minimum),
  binary('pow', tf.pow, { values: positive }),
  binary('squaredDifference', tf.squaredDifference, { differentiable: false }),
  ofOneShape('squaredDifference', tf.squaredDifference),
  binary('floorDiv', tf.floorDiv, { values: positive, differentiable: false }),
  binary('where', chooseLess, { values: apart, differentiable: false }),
  {
    name: 'where by an input',
    differentiable: true,
    calls: filledShape(0, 3).map(shape =>
      call('where', [int(shape, 0, 1), float(shape), float(shape)], (condition, a, b) =>
        tf.where(tf.equal(condition!, 1), a!, b!),
      ),
    ),
  },
  binary('a + a·b of a constant', (a, b) =>
    tf.add(tf.mul(a, tf.mul(tf.scalar(2), tf.onesLike(b))), tf.zerosLike(b)),
  ),
  ...comparisons.flatMap(([name, apply]) => [
    binary(name, (a, b) => toInt(apply(a, b)), { differentiable: false }),
    integers(name, (a, b) => toInt(apply(a, b)), -2, 2),
  ]),
  binary('logicalAnd', (a, b) => toInt(tf.logicalAnd(flags(a), flags(b))), {
    differentiable: false,
  }),
  binary('logicalOr', (a, b) => toInt(tf.logicalOr(flags(a), flags(b))), { differentiable: false }),
  integers('add', tf.add),
  integers('sub', tf.sub),
  integers('mul', tf.mul),
  integers('div', tf.div, 1, 4),
  integers('floorDiv by negatives', tf.floorDiv, -4, -1),
  integers('maximum', tf.maximum),
  integers('minimum', tf.minimum),
  integers('where', chooseLess),
  unary('logicalNot', x => toInt(tf.logicalNot(flags(x))), { differentiable: false }),
  unary('abs', tf.abs, { values: apart }),
  unary('neg', tf.neg),
  unary('sign', tf.sign, { values: apart }),
  unary('exp', tf.exp),
  unary('log', tf.log, { values: positive }),
  unary('sqrt', tf.sqrt, { values: positive }),
  unary('rsqrt', tf.rsqrt, { values: positive }),
  unary('square', tf.square),
  unary('reciprocal', tf.reciprocal, { values: positive }),
  unary('erf', tf.erf),
  unary('tanh', tf.tanh),
  unary('sin', tf.sin),
  unary('cos', tf.cos),
  unary('tan', tf.tan, { values: positive, differentiable: false }),
  unary('atan', tf.atan),
  unary('sigmoid', tf.sigmoid),
  unary('softplus', tf.softplus),
  unary('relu', tf.relu, { values: apart }),
  unary('leakyRelu', x => tf.leakyRelu(x, 0.1), { values: apart }),
  unary('step', x => tf.step(x, 0.25), { values: apart }),
  unary('clipByValue', x => tf.clipByValue(x, -0.51, 0.51), { values: apart }),
  unary('floor', tf.floor, { differentiable: false }),
  unary('ceil', tf.ceil, { differentiable: false }),
  unary('round', tf.round, { differentiable: false }),
  unary('isFinite', x => toInt(tf.isFinite(tf.div(x, tf.relu(x)))), { differentiable: false }),
  unary('isNaN', x => toInt(tf.isNaN(tf.log(x))), { differentiable: false }),
  unary('isInf', x => toInt(tf.isInf(tf.log(tf.relu(x)))), { differentiable: false }),
  unary('cast to int32 and back', x => tf.cast(toInt(tf.mul(x, 3)), 'float32'), {
    differentiable: false,
  }),
  unary('cast of a bool', x => tf.cast(flags(x), 'float32'), { differentiable: false }),
  unary('fill', x => tf.add(x, tf.fill(x.shape, 3))),
];

const axes = (rank: number) =>
  fc.subarray(
    Array.from({ length: rank }, (_, i) => i),
    { minLength: 1 },
  );

type Reducer = (x: tf.Tensor, axis: number[], keepDims: boolean) => tf.Tensor;
function reduction(
  name: string,
  apply: Reducer,
  options: { values?: Values; differentiable?: boolean; empty?: boolean; int?: boolean } = {},
): Operator {
  return {
    name,
    differentiable: options.differentiable ?? true,
    calls: (options.empty ? shapeOf(1, 4) : filledShape(1, 4)).chain(shape =>
      fc
        .tuple(axes(shape.length), fc.boolean())
        .map(([axis, keep]) =>
          call(
            `${name} over ${axis}${keep ? ', kept' : ''}`,
            [options.int ? int(shape) : float(shape, options.values)],
            x => apply(x!, axis, keep),
          ),
        ),
    ),
  };
}

const along = (
  name: string,
  apply: (x: tf.Tensor, axis: number) => tf.Tensor,
  differentiable: boolean,
  values: Values = apart,
): Operator => ({
  name,
  differentiable,
  calls: filledShape(1, 3).chain(shape =>
    fc
      .nat(shape.length - 1)
      .map(axis => call(`${name} along ${axis}`, [float(shape, values)], x => apply(x!, axis))),
  ),
});

const reductions: Operator[] = [
  reduction('sum', tf.sum, { empty: true }),
  reduction('sum of integers', tf.sum, { int: true, differentiable: false }),
  reduction('sum of a broadcast', (x, axis, keep) =>
    tf.sum(tf.mul(tf.onesLike(x), tf.sum(x, -1, true)), axis, keep),
  ),
  reduction('mean', tf.mean),
  reduction('mean of a broadcast', (x, axis, keep) =>
    tf.mean(tf.broadcastTo(tf.sum(x, 0, true), x.shape), axis, keep),
  ),
  reduction('max', tf.max, { values: apart }),
  reduction('min', tf.min, { values: apart }),
  reduction('max of integers', tf.max, { int: true, differentiable: false }),
  reduction('prod', tf.prod, { differentiable: false }),
  reduction('all', (x, axis, keep) => toInt(tf.all(flags(x), axis, keep)), {
    differentiable: false,
  }),
  reduction('any', (x, axis, keep) => toInt(tf.any(flags(x), axis, keep)), {
    differentiable: false,
  }),
  reduction('logSumExp', tf.logSumExp),
  along('argMax', tf.argMax, false),
  along('argMin', tf.argMin, false),
  along('cumsum', (x, axis) => tf.cumsum(x, axis), false),
  along('exclusive cumsum from the end', (x, axis) => tf.cumsum(x, axis, true, true), false),
  // tfjs' gradient of it is right along the last axis only.
  unary('cumsum along the last axis', x => tf.cumsum(tf.reshape(x, [-1]), 0)),
  {
    name: 'softmax',
    differentiable: true,
    calls: filledShape(1, 3).map(shape => call('softmax', [float(shape)], x => tf.softmax(x!))),
  },
  {
    name: 'logSoftmax',
    differentiable: true,
    calls: filledShape(1, 3).map(shape =>
      call('logSoftmax', [float(shape)], x => tf.logSoftmax(x!)),
    ),
  },
  {
    name: 'topk',
    differentiable: false,
    calls: filledShape(1, 3).chain(shape =>
      fc.integer({ min: 1, max: shape.at(-1) ?? 1 }).map(k =>
        call(`topk ${k}`, [float(shape, apart)], x => {
          const { values, indices } = tf.topk(x!, k);
          return [values, indices];
        }),
      ),
    ),
  },
];

const permutation = (rank: number) =>
  fc.shuffledSubarray(
    Array.from({ length: rank }, (_, i) => i),
    { minLength: rank },
  );
const eitherType = (shape: readonly number[], floats: boolean) =>
  floats ? float(shape) : int(shape);

const shapes: Operator[] = [
  {
    name: 'transpose',
    differentiable: true,
    calls: shapeOf(1, 4).chain(shape =>
      permutation(shape.length).map(perm =>
        call(`transpose ${perm}`, [float(shape)], x => tf.transpose(x!, perm)),
      ),
    ),
  },
  {
    name: 'transpose of a broadcast',
    differentiable: true,
    calls: filledShape(2, 4).chain(shape =>
      fc
        .tuple(permutation(shape.length), axes(shape.length))
        .map(([perm, axis]) =>
          call(`transpose ${perm} of sums over ${axis}`, [float(shape)], x =>
            tf.mul(
              tf.transpose(tf.broadcastTo(tf.sum(x!, axis, true), shape), perm),
              tf.transpose(x!, perm),
            ),
          ),
        ),
    ),
  },
  {
    name: 'reshape',
    differentiable: true,
    calls: fc.tuple(shapeOf(0, 4), fc.boolean(), fc.nat(3)).map(([shape, merge, at]) => {
      const flat =
        shape.length >= 2 && merge ? [shape[0]! * shape[1]!, ...shape.slice(2)] : [...shape];
      flat.splice(Math.min(at, flat.length), 0, 1);
      return call(`reshape to ${flat}`, [float(shape)], x => tf.reshape(x!, flat));
    }),
  },
  {
    name: 'reshape of a broadcast',
    differentiable: true,
    calls: filledShape(1, 3).chain(shape =>
      fc.tuple(axes(shape.length), fc.nat(3)).map(([axis, at]) => {
        const target = [...shape];
        target.splice(Math.min(at, target.length), 0, 1);
        return call(`reshape to ${target} of sums over ${axis}`, [float(shape)], x =>
          tf.mul(
            tf.reshape(tf.broadcastTo(tf.sum(x!, axis, true), shape), target),
            tf.reshape(x!, target),
          ),
        );
      }),
    ),
  },
  {
    name: 'concat',
    differentiable: true,
    calls: fc
      .tuple(
        filledShape(1, 3),
        fc.array(length, { minLength: 1, maxLength: 3 }),
        fc.nat(2),
        fc.boolean(),
      )
      .map(([shape, lengths, at, floats]) => {
        const axis = at % shape.length;
        const parts = lengths.map(n =>
          eitherType(
            shape.map((m, i) => (i === axis ? n : m)),
            floats,
          ),
        );
        return call(`concat along ${axis}`, parts, (...xs) => tf.concat(xs, axis));
      }),
  },
  {
    name: 'stack',
    differentiable: true,
    calls: fc
      .tuple(filledShape(0, 3), fc.integer({ min: 1, max: 3 }), fc.nat(3))
      .map(([shape, n, at]) => {
        const axis = Math.min(at, shape.length);
        return call(
          `stack at ${axis}`,
          Array.from({ length: n }, () => float(shape)),
          (...xs) => tf.stack(xs, axis),
        );
      }),
  },
  {
    name: 'unstack',
    differentiable: true,
    // Of a single part, tfjs' gradient fails.
    calls: filledShape(1, 3).chain(lengths =>
      fc.nat(lengths.length - 1).map(axis => {
        const shape = lengths.map((n, i) => (i === axis ? n + 1 : n));
        return call(`unstack ${axis}`, [float(shape)], x => tf.unstack(x!, axis));
      }),
    ),
  },
  {
    name: 'split',
    differentiable: true,
    calls: fc
      .tuple(
        filledShape(1, 3),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 }),
        fc.nat(2),
      )
      .map(([shape, sizes, at]) => {
        const axis = at % shape.length;
        const total = sizes.reduce((a, b) => a + b, 0);
        const whole = shape.map((n, i) => (i === axis ? total : n));
        return call(`split ${sizes} along ${axis}`, [float(whole)], x => tf.split(x!, sizes, axis));
      }),
  },
  {
    name: 'slice',
    differentiable: true,
    calls: filledShape(1, 4).chain(shape =>
      fc.tuple(fc.tuple(...shape.map(n => fc.nat(n - 1))), fc.boolean()).map(([begin, floats]) => {
        const size = begin.map((from, i) => (i % 2 ? -1 : Math.max(1, shape[i]! - from - 1)));
        return call(`slice ${begin} ${size}`, [eitherType(shape, floats)], x =>
          tf.slice(x!, begin, size),
        );
      }),
    ),
  },
  {
    name: 'slice of a broadcast',
    differentiable: true,
    calls: filledShape(1, 4).chain(shape =>
      fc
        .tuple(fc.tuple(...shape.map(n => fc.nat(n - 1))), axes(shape.length))
        .map(([begin, axis]) =>
          call(`slice ${begin} of sums over ${axis}`, [float(shape)], x =>
            tf.slice(tf.broadcastTo(tf.sum(x!, axis, true), shape), begin),
          ),
        ),
    ),
  },
  {
    name: 'pad',
    differentiable: true,
    calls: filledShape(1, 3).chain(shape =>
      fc
        .tuple(...shape.map(() => fc.tuple(fc.nat(2), fc.nat(2))))
        .map(paddings =>
          call(`pad ${JSON.stringify(paddings)}`, [float(shape)], x => tf.pad(x!, paddings, 0.5)),
        ),
    ),
  },
  {
    name: 'tile',
    differentiable: true,
    calls: filledShape(1, 3).chain(shape =>
      fc
        .tuple(...shape.map(() => fc.integer({ min: 1, max: 3 })))
        .map(reps => call(`tile ${reps}`, [float(shape)], x => tf.tile(x!, reps))),
    ),
  },
  {
    name: 'reverse',
    differentiable: true,
    calls: filledShape(1, 3).chain(shape =>
      axes(shape.length).map(axis =>
        call(`reverse ${axis}`, [float(shape)], x => tf.reverse(x!, axis)),
      ),
    ),
  },
];

const matrices: Operator[] = [
  {
    name: 'matMul',
    differentiable: true,
    calls: fc
      .record({
        batch: shapeOf(0, 2),
        m: length,
        k: length,
        n: length,
        left: fc.boolean(),
        right: fc.boolean(),
      })
      .map(({ batch, m, k, n, left, right }) =>
        call(
          `matMul${left ? ' aᵀ' : ''}${right ? ' bᵀ' : ''}`,
          [
            float([...batch, ...(left ? [k, m] : [m, k])]),
            float([...batch, ...(right ? [n, k] : [k, n])]),
          ],
          (a, b) => tf.matMul(a!, b!, left, right),
        ),
      ),
  },
  {
    name: 'matMul with one matrix for the batch',
    differentiable: false,
    calls: fc
      .tuple(filledShape(1, 2), filledShape(3, 3), fc.boolean(), fc.boolean())
      .map(([batch, [m = 1, k = 1, n = 1], left, right]) =>
        call(
          `matMul${left ? ' aᵀ' : ''}${right ? ' bᵀ' : ''}`,
          [float([...batch, ...(left ? [k, m] : [m, k])]), float(right ? [n, k] : [k, n])],
          (a, b) => tf.matMul(a!, b!, left, right),
        ),
      ),
  },
  {
    name: 'matMul of a broadcast',
    differentiable: true,
    calls: filledShape(2, 3).map(shape =>
      call('x · (ones · sum)ᵀ', [float(shape)], x =>
        tf.matMul(x!, tf.broadcastTo(tf.sum(x!, -1, true), shape), false, true),
      ),
    ),
  },
];

const gathers: Operator[] = [
  {
    name: 'gather',
    differentiable: true,
    calls: fc.tuple(filledShape(1, 3), filledShape(0, 2), fc.nat(2)).map(([shape, indices, at]) => {
      const axis = at % shape.length;
      return call(
        `gather along ${axis}`,
        [float(shape), int(indices, 0, shape[axis]! - 1)],
        (x, i) => tf.gather(x!, i!, axis),
      );
    }),
  },
  {
    name: 'gather within batches',
    differentiable: false,
    calls: fc
      .tuple(filledShape(2, 3), fc.integer({ min: 1, max: 4 }))
      .map(([shape, n]) =>
        call('gather', [float(shape), int([shape[0]!, n], 0, shape[1]! - 1)], (x, i) =>
          tf.gather(x!, i!, 1, 1),
        ),
      ),
  },
  {
    name: 'gatherND',
    differentiable: false,
    calls: fc
      .tuple(filledShape(2, 3), fc.integer({ min: 1, max: 4 }))
      .map(([shape, n]) =>
        call(
          'gatherND',
          [float(shape), int([n, 2], 0, Math.min(shape[0]!, shape[1]!) - 1)],
          (x, i) => tf.gatherND(x!, i!),
        ),
      ),
  },
  {
    name: 'scatterND',
    differentiable: false,
    calls: fc
      .tuple(fc.integer({ min: 1, max: 9 }), filledShape(1, 2))
      .map(([n, rest]) =>
        call('scatterND', [int([n, 1], 0, 4), float([n, ...rest])], (i, x) =>
          tf.scatterND(i!, x!, [5, ...rest]),
        ),
      ),
  },
  ...[5, 40].map(
    (segments): Operator => ({
      name: `unsortedSegmentSum into ${segments}`,
      differentiable: true,
      calls: fc
        .tuple(fc.integer({ min: 1, max: 60 }), filledShape(0, 2))
        .map(([n, rest]) =>
          call('segment sum', [float([n, ...rest]), int([n], 0, segments - 1)], (x, i) =>
            tf.unsortedSegmentSum(x!, i! as tf.Tensor1D, segments),
          ),
        ),
    }),
  ),
  {
    name: 'oneHot',
    differentiable: false,
    calls: filledShape(1, 2).map(shape =>
      call('oneHot', [int(shape, -1, 5)], i => [
        tf.oneHot(i!, 5),
        tf.oneHot(i!, 5, 2, -1, 'float32'),
      ]),
    ),
  },
  {
    name: 'range',
    differentiable: false,
    calls: fc
      .integer({ min: 1, max: 9 })
      .map(n => call('range', [int([n])], i => tf.less(i!, tf.range(0, n, 1, 'int32')))),
  },
];

/** Every operation that a traced program may use. */
export const OPERATORS: readonly Operator[] = [
  ...elementwise,
  ...reductions,
  ...shapes,
  ...matrices,
  ...gathers,
];
