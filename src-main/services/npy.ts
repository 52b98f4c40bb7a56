/**
 * NumPy's .npy format, version 1.0 (or 3.0 where a field name needs UTF-8), little-endian, C order:
 * what `numpy.load(path)` reads without pickle.
 */

/** A column of a structured array. Strings are fixed-width UTF-32, as NumPy keeps them. */
export interface NpyField {
  readonly name: string;
  readonly values: Float32Array | Int32Array | Float64Array | readonly string[];
  /** Writes a Float64Array of whole numbers up to 2⁵³ as int64. */
  readonly asInt64?: boolean;
}

/** A matrix [rows, width] of float32. */
export function npyMatrix(values: Float32Array, rows: number, width: number): Uint8Array {
  if (values.length !== rows * width)
    throw new RangeError(`internal: ${values.length} values for a matrix of ${rows} x ${width}`);
  const header = headerBytes(`'<f4'`, `(${rows}, ${width})`);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
  return bytes;
}

/** A structured array: one record a row, one field a column; all columns must be equally long. */
export function npyRecords(fields: readonly NpyField[]): Uint8Array {
  const rows = fields[0]?.values.length ?? 0;
  const layouts = fields.map(layoutOf);
  const recordBytes = layouts.reduce((sum, layout) => sum + layout.bytes, 0);
  const dtype = layouts.map(({ name, code }) => `(${pythonString(name)}, '${code}')`).join(', ');
  const header = headerBytes(`[${dtype}]`, `(${rows},)`);
  const bytes = new Uint8Array(header.length + rows * recordBytes);
  bytes.set(header);
  const view = new DataView(bytes.buffer);
  let offset = header.length;
  for (let row = 0; row < rows; row++)
    for (const { write, bytes: width } of layouts) {
      write(view, offset, row);
      offset += width;
    }
  return bytes;
}

interface Layout {
  readonly name: string;
  readonly code: string;
  readonly bytes: number;
  readonly write: (view: DataView, offset: number, row: number) => void;
}

function layoutOf(field: NpyField): Layout {
  const { name, values } = field;
  if (values instanceof Float64Array && field.asInt64)
    return {
      name,
      code: '<i8',
      bytes: 8,
      write: (view, at, row) => view.setBigInt64(at, BigInt(values[row] ?? 0), true),
    };
  if (values instanceof Float32Array)
    return {
      name,
      code: '<f4',
      bytes: 4,
      write: (view, at, row) => view.setFloat32(at, values[row] ?? 0, true),
    };
  if (values instanceof Float64Array)
    return {
      name,
      code: '<f8',
      bytes: 8,
      write: (view, at, row) => view.setFloat64(at, values[row] ?? 0, true),
    };
  if (values instanceof Int32Array)
    return {
      name,
      code: '<i4',
      bytes: 4,
      write: (view, at, row) => view.setInt32(at, values[row] ?? 0, true),
    };
  const points = values.map(value => Array.from(value, character => character.codePointAt(0) ?? 0));
  const width = points.reduce((longest, codes) => Math.max(longest, codes.length), 1);
  return {
    name,
    code: `<U${width}`,
    bytes: 4 * width,
    write: (view, at, row) =>
      points[row]?.forEach((code, index) => {
        view.setUint32(at + 4 * index, code, true);
      }),
  };
}

/** Magic, version, length and the Python dict; padded so that the values start at a multiple of 64. */
function headerBytes(descr: string, shape: string): Uint8Array {
  const dict = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
  const text = Buffer.from(dict, 'utf8');
  const wide = text.length > 60_000 || text.length !== dict.length;
  const prefix = wide ? 12 : 10;
  const length = Math.ceil((prefix + text.length + 1) / 64) * 64;
  const bytes = Buffer.alloc(length, 0x20);
  bytes.write('\x93NUMPY', 0, 'latin1');
  bytes[6] = wide ? 3 : 1;
  bytes[7] = 0;
  if (wide) bytes.writeUInt32LE(length - prefix, 8);
  else bytes.writeUInt16LE(length - prefix, 8);
  text.copy(bytes, prefix);
  bytes[length - 1] = 0x0a;
  return bytes;
}

function pythonString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
