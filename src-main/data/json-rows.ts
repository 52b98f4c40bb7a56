import { badInput } from '../base/errors.js';
import type { InputFile } from './input-file.js';
import { type RowBatch, RowFault, type RowSource } from './row-source.js';
import { type Encoding, type LineBatch, lineBatches, newLineNotes } from './text-lines.js';

/** Rows of JSON lines: one object a line; columns are its top-level keys. */
export function jsonRows(
  file: InputFile,
  encoding: Encoding,
  onBytes?: (bytes: number) => void,
): RowSource {
  const sample = sampleObjects(file);
  const names = [...new Set(sample.flatMap(object => Object.keys(object)))];
  const notes = newLineNotes();

  async function* read(wanted: readonly number[]): AsyncGenerator<RowBatch> {
    const keys = wanted.map(index => names[index]!);
    for await (const batch of lineBatches(file, encoding, notes, onBytes))
      yield batchOf(batch, keys);
  }

  return {
    names,
    width: names.length,
    sample: sample.map(object => names.map(name => object[name])),
    timeColumns: new Set(),
    rows: read,
    notes: () =>
      notes.endsWithNewline
        ? []
        : [`${file.path}: the last line has no line end; the file may have been cut there.`],
  };
}

function batchOf(batch: LineBatch, keys: readonly string[]): RowBatch {
  const filled = batch.lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]));
  return {
    length: filled.length,
    line: index => batch.first + filled[index]!,
    text: index => batch.lines[filled[index]!]!,
    row(index) {
      const object = parseObject(batch.lines[filled[index]!]!);
      return object ? keys.map(key => object[key]) : new RowFault('not a JSON object');
    },
  };
}

function sampleObjects(file: InputFile): Record<string, unknown>[] {
  const lines = file.head.toString('utf8').split(/\r?\n/).slice(0, 100);
  const objects = lines.map(parseObject).filter(object => object !== undefined);
  if (objects.length > 0) return objects;
  throw badInput('the file begins like JSON but holds no object on a line of its own.', {
    where: `${file.path}:1`,
    remedy: 'Write one JSON object a line (JSON lines).',
  });
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
