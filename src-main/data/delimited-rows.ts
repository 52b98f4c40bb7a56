import { badInput } from '../base/errors.js';
import type { InputFile } from './input-file.js';
import { type RowBatch, RowFault, type RowSource } from './row-source.js';
import { type Encoding, lineBatches, newLineNotes } from './text-lines.js';

export interface DelimitedOptions {
  /** Any length, "::" too; guessed from the first lines when absent. */
  readonly delimiter?: string | undefined;
  /** Whether the first line holds names; `auto` asks `looksLikeData` of it. */
  readonly header: boolean | 'auto';
  readonly encoding: Encoding;
  /** Fields may be quoted; by default only where the delimiter is , ; or |. */
  readonly quotes?: boolean | undefined;
  /** True when the fields of the first line can only be values. */
  readonly looksLikeData?: (fields: readonly string[]) => boolean;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

const DELIMITERS = ['\t', '::', ',', ';', '|'];
const SAMPLE_LINES = 100;
/** A quoted field that runs over more lines than this was never closed. */
const QUOTED_LINES = 200;

/**
 * Rows of CSV, TSV and their kin. Our own splitter, since a reject must name its exact line, a
 * delimiter may have several characters, and a cut stream must not pass for the end of the file.
 */
export function delimitedRows(file: InputFile, options: DelimitedOptions): RowSource {
  const headLines = firstLines(file, options.encoding);
  const delimiter = options.delimiter ?? guessDelimiter(headLines);
  const quotes = options.quotes ?? [',', ';', '|'].includes(delimiter);
  const split = (line: string) => splitLine(line, delimiter, quotes);
  const rows = headLines.map(split).filter(fields => fields !== undefined);
  const first = rows[0] ?? [];
  const header =
    options.header === 'auto' ? !(options.looksLikeData?.(first) ?? false) : options.header;
  checkDelimiter(file.path, delimiter, rows, headLines);
  const width = first.length;
  const notes = newLineNotes();

  async function* read(wanted: readonly number[]): AsyncGenerator<RowBatch> {
    let skippedHeader = !header;
    const records = new RecordAssembler(line => !quotes || split(line) !== undefined);
    for await (const batch of lineBatches(file, options.encoding, notes, options.onBytes)) {
      batch.lines.forEach((line, index) => {
        records.add(line, batch.first + index);
      });
      if (!skippedHeader && records.whole.length > 0) {
        skippedHeader = true;
        records.whole.shift();
      }
      yield batchOf(records.take(), split, width, wanted);
    }
    records.finish();
    yield batchOf(records.take(), split, width, wanted);
  }

  return {
    names: header ? first.map(name => name.trim()) : undefined,
    width,
    delimiter,
    sample: header ? rows.slice(1) : rows,
    timeColumns: new Set(),
    rows: read,
    notes() {
      const lines: string[] = [];
      if (notes.latin1Lines > 0)
        lines.push(
          `${file.path}: ${notes.latin1Lines} lines are not UTF-8 (first: line ${notes.firstLatin1Line}) and were read as latin-1.`,
        );
      if (!notes.endsWithNewline)
        lines.push(
          `${file.path}: the last line has no line end; the file may have been cut there.`,
        );
      if (options.header === 'auto' && !header)
        lines.push(
          `${file.path}: the first line holds values and was read as a row, not as a header.`,
        );
      return lines;
    },
  };
}

function batchOf(
  records: readonly FileRecord[],
  split: (line: string) => string[] | undefined,
  width: number,
  wanted: readonly number[],
): RowBatch {
  return {
    length: records.length,
    line: index => records[index]!.line,
    text: index => records[index]!.text,
    row(index) {
      const fields = split(records[index]!.text);
      if (fields === undefined) return new RowFault('unclosed quote');
      if (fields.length < width) return new RowFault('too few columns');
      if (fields.length > width) return new RowFault('too many columns');
      return wanted.map(column => fields[column]);
    },
  };
}

interface FileRecord {
  readonly line: number;
  readonly text: string;
}

/** Makes records of lines: one of each, or of several where a quoted field holds line ends. */
class RecordAssembler {
  whole: FileRecord[] = [];
  #open: FileRecord[] = [];

  constructor(private readonly isWhole: (text: string) => boolean) {}

  add(text: string, line: number): void {
    if (this.#open.length === 0) {
      if (text === '') return;
      if (!text.includes('"') || this.isWhole(text)) this.whole.push({ line, text });
      else this.#open.push({ line, text });
      return;
    }
    this.#open.push({ line, text });
    const joined = this.#open.map(part => part.text).join('\n');
    if (text.includes('"') && this.isWhole(joined)) {
      this.whole.push({ line: this.#open[0]!.line, text: joined });
      this.#open = [];
    } else if (this.#open.length > QUOTED_LINES) this.#giveUpFirst();
  }

  take(): FileRecord[] {
    const records = this.whole;
    this.whole = [];
    return records;
  }

  finish(): void {
    while (this.#open.length > 0) this.#giveUpFirst();
  }

  /** A quote that nothing closes spoils its own line only: the lines behind it are looked at again. */
  #giveUpFirst(): void {
    const [first, ...others] = this.#open;
    this.#open = [];
    if (first) this.whole.push(first);
    for (const { text, line } of others) this.add(text, line);
  }
}

/** Fields of a record (RFC 4180 when `quotes`); undefined when a quote is not closed. */
export function splitLine(line: string, delimiter: string, quotes: boolean): string[] | undefined {
  if (!quotes || !line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    if (line[at] !== '"') {
      const found = line.indexOf(delimiter, at);
      const end = found < 0 ? line.length : found;
      fields.push(line.slice(at, end));
      if (found < 0) return fields;
      at = end + delimiter.length;
      if (at === line.length) return [...fields, ''];
      continue;
    }
    let field = '';
    for (;;) {
      const close = line.indexOf('"', at + 1);
      if (close < 0) return undefined;
      field += line.slice(at + 1, close);
      at = close + 1;
      if (line[at] !== '"') break;
      field += '"';
    }
    const found = line.indexOf(delimiter, at);
    const end = found < 0 ? line.length : found;
    fields.push(field + line.slice(at, end));
    if (found < 0) return fields;
    at = end + delimiter.length;
    if (at === line.length) return [...fields, ''];
  }
  return fields;
}

function firstLines(file: InputFile, encoding: Encoding): string[] {
  const bom = file.head.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf' ? 3 : 0;
  const text = file.head.toString(encoding === 'latin-1' ? 'latin1' : 'utf8', bom);
  const lines = text.split(/\r?\n/);
  // The last line of the head may go on behind it.
  if (file.head.length >= 65_536) lines.pop();
  return lines.filter(line => line !== '').slice(0, SAMPLE_LINES);
}

/** The delimiter that cuts the most of the first lines into the same number of fields. */
function guessDelimiter(lines: readonly string[]): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const width = splitLine(lines[0] ?? '', delimiter, delimiter === ',')?.length ?? 1;
    if (width < 2) continue;
    const same = lines.filter(
      line => splitLine(line, delimiter, delimiter === ',')?.length === width,
    );
    const score = same.length / lines.length;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** A delimiter that cuts nothing, where another one would, is wrong for the whole file. */
function checkDelimiter(
  path: string,
  delimiter: string,
  rows: readonly (readonly string[])[],
  lines: readonly string[],
): void {
  if (rows.some(fields => fields.length > 1)) return;
  const other = guessDelimiter(lines);
  const better = other !== delimiter && (lines[0] ?? '').includes(other);
  throw badInput(
    `the delimiter ${JSON.stringify(delimiter)} does not occur: the first line is "${(lines[0] ?? '').slice(0, 80)}".`,
    {
      where: `${path}:1`,
      remedy: better
        ? `Give ${JSON.stringify(other)} as \`delimiter\`.`
        : 'Say by `delimiter` what separates the columns.',
    },
  );
}
