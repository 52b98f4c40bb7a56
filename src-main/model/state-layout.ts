import { gather, reshape, split, type Tensor } from '@tensorflow/tfjs-core';
import {
  type NamedTensors,
  sizeOf,
  type TensorSpec,
  type TensorSpecs,
} from '../compute/program.js';
import { entry } from './packed-batch.js';

/** Arrays larger than this stand alone: joining them with others would copy them twice a step. */
const LARGE_ELEMENTS = 1 << 20;
/** Parameters, first and second moments. */
const KINDS = ['p', 'm', 'v'] as const;

/** What the layout needs to know of the optimizer. */
interface WeightDecay {
  readonly weightDecay: number;
}

/** Trained arrays that are updated together, one after the other in one flat array. */
export interface Bundle {
  readonly name: string;
  /** Weight decay acts on it. */
  readonly decays: boolean;
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Elements; zeros after the last array make it a multiple of the lanes. */
  readonly size: number;
}

/**
 * How a train step's state lies in arrays. Few long arrays instead of many short ones: each has its cost
 * in every step. Each lane has all parameters, and the moments of its own part alone (ZeRO, Rajbhandari
 * et al. 2020, stage 1).
 */
export interface StateLayout {
  readonly lanes: number;
  readonly bundles: readonly Bundle[];
  /** Of one lane: `p.<bundle>` [n], `m.<bundle>` and `v.<bundle>` [n / lanes]. */
  readonly specs: TensorSpecs;
  /** Entries of which each lane has its part. */
  readonly parted: readonly string[];
}

/** The layout of a model's arrays: `parameters` are their specs, by name. */
export function stateLayout(
  parameters: TensorSpecs,
  optimizer: WeightDecay,
  lanes: number,
): StateLayout {
  const bundles = bundled(parameters, optimizer).map(({ name, decays, names }): Bundle => {
    const arrays = names.map(each => ({ name: each, shape: parameters[each]?.shape ?? [] }));
    const size = arrays.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return { name, decays, arrays, size: Math.ceil(size / lanes) * lanes };
  });
  const specs: Record<string, TensorSpec> = {};
  for (const { name, size } of bundles) {
    specs[`p.${name}`] = { shape: [size], dtype: 'float32' };
    for (const moment of ['m', 'v'])
      specs[`${moment}.${name}`] = { shape: [size / lanes], dtype: 'float32' };
  }
  const parted = bundles.flatMap(({ name }) => [`m.${name}`, `v.${name}`]);
  return { lanes, bundles, specs, parted };
}

function bundled(parameters: TensorSpecs, optimizer: WeightDecay) {
  const decayed: string[] = [];
  const free: string[] = [];
  const large: { name: string; decays: boolean; names: string[] }[] = [];
  for (const [name, { shape }] of Object.entries(parameters)) {
    const decays = optimizer.weightDecay > 0 && name !== 'positions' && shape.length === 2;
    if (sizeOf(shape) > LARGE_ELEMENTS) large.push({ name, decays, names: [name] });
    else (decays ? decayed : free).push(name);
  }
  return [
    { name: 'decayed', decays: true, names: decayed },
    { name: 'free', decays: false, names: free },
    ...large,
  ].filter(({ names }) => names.length > 0);
}

/** State entries of all lanes together from arrays by name, `p.*`, `m.*`, `v.*`. */
export function packState(
  layout: StateLayout,
  arrays: Readonly<Record<string, Float32Array>>,
): Record<string, Float32Array> {
  const packed: Record<string, Float32Array> = {};
  for (const bundle of layout.bundles)
    for (const kind of KINDS) {
      const values = new Float32Array(bundle.size);
      let first = 0;
      for (const { name, shape } of bundle.arrays) {
        const array = arrays[`${kind}.${name}`];
        if (!array) throw new Error(`internal: the state has no ${kind}.${name}`);
        values.set(array, first);
        first += sizeOf(shape);
      }
      packed[`${kind}.${bundle.name}`] = values;
    }
  return packed;
}

/** Arrays by name, in their order, from the state entries of all lanes together. */
export function unpackState(
  layout: StateLayout,
  packed: Readonly<Record<string, ArrayLike<number>>>,
): Record<string, Float32Array> {
  const arrays: Record<string, Float32Array> = {};
  for (const kind of KINDS)
    for (const bundle of layout.bundles) {
      const values = packed[`${kind}.${bundle.name}`];
      if (!(values instanceof Float32Array))
        throw new Error(`internal: the state has no ${kind}.${bundle.name}`);
      let first = 0;
      for (const { name, shape } of bundle.arrays) {
        const size = sizeOf(shape);
        arrays[`${kind}.${name}`] = values.slice(first, first + size);
        first += size;
      }
    }
  return arrays;
}

/** The parameters in a program's state, in their shapes. */
export function parameterTensors(layout: StateLayout, state: NamedTensors): NamedTensors {
  const tensors: Record<string, Tensor> = {};
  for (const { name, arrays, size } of layout.bundles) {
    const sizes = arrays.map(({ shape }) => sizeOf(shape));
    const rest = size - sizes.reduce((sum, each) => sum + each, 0);
    const flat = entry(state, `p.${name}`);
    const parts =
      sizes.length === 1 && rest === 0 ? [flat] : split(flat, rest > 0 ? [...sizes, rest] : sizes);
    arrays.forEach((array, index) => {
      const part = parts[index];
      if (part) tensors[array.name] = reshape(part, [...array.shape]);
    });
  }
  return tensors;
}

/** The lane's part of a bundle's array [n]: [n / lanes]. `lane` int32 [1]; not read where there is one. */
export function ownPart(layout: StateLayout, whole: Tensor, lane: () => Tensor): Tensor {
  if (layout.lanes === 1) return whole;
  const size = whole.size / layout.lanes;
  return reshape(gather(reshape(whole, [layout.lanes, size]), lane()), [size]);
}
