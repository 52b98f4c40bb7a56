import { badInput } from '../base/errors.js';
import type { HostArray, HostArrays, TensorSpec, TensorSpecs } from './program.js';
import { sizeOf } from './program.js';

/** Throws BAD_INPUT unless every entry of `specs` is there with its element type and size. */
export function checkArrays(values: HostArrays, specs: TensorSpecs, where: string): void {
  for (const [name, spec] of Object.entries(specs)) checkArray(values[name], spec, name, where);
  checkNoOthers(values, specs, where);
}

/** As checkArrays, but only the entries that are given; unknown names are refused. */
export function checkSomeArrays(values: HostArrays, specs: TensorSpecs, where: string): void {
  checkNoOthers(values, specs, where);
  for (const [name, value] of Object.entries(values)) {
    const spec = specs[name];
    if (spec) checkArray(value, spec, name, where);
  }
}

/** Throws BAD_INPUT unless `given` holds every entry of `needed` with the same shape and type. */
export function checkSpecsHold(given: TensorSpecs, needed: TensorSpecs, where: string): void {
  for (const [name, spec] of Object.entries(needed)) {
    const other = given[name];
    if (!other)
      throw badInput(`state entry "${name}" ${describeSpec(spec)} is missing.`, { where });
    if (other.dtype !== spec.dtype || !sameShape(other.shape, spec.shape))
      throw badInput(
        `state entry "${name}" is ${describeSpec(other)}, the program needs ${describeSpec(spec)}.`,
        { where },
      );
  }
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

export function describeSpec(spec: TensorSpec): string {
  return `${spec.dtype} [${spec.shape.join(', ')}]`;
}

function checkArray(
  value: HostArray | undefined,
  spec: TensorSpec,
  name: string,
  where: string,
): void {
  if (value === undefined) throw badInput(`"${name}" ${describeSpec(spec)} is missing.`, { where });
  const expected = spec.dtype === 'float32' ? Float32Array : Int32Array;
  if (!(value instanceof expected))
    throw badInput(
      `"${name}" is a ${Object.prototype.toString.call(value).slice(8, -1)}, it needs ${describeSpec(spec)}.`,
      { where },
    );
  if (value.length !== sizeOf(spec.shape))
    throw badInput(
      `"${name}" has shape [${value.length}] (its elements in a row), it needs ${describeSpec(spec)}: ${sizeOf(spec.shape)} elements.`,
      { where },
    );
}

function checkNoOthers(values: HostArrays, specs: TensorSpecs, where: string): void {
  for (const name of Object.keys(values))
    if (!(name in specs))
      throw badInput(`"${name}" is not known here; expected ${Object.keys(specs).join(', ')}.`, {
        where,
      });
}
