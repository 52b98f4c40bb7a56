import { isUtf8 } from 'node:buffer';
import { badInput } from '../base/errors.js';
import { type InputFile, readChunks } from './input-file.js';

/**
 * `auto` reads UTF-8 and, line by line, latin-1 where a line is not UTF-8: old data sets such as
 * MovieLens come so. `utf-8` refuses such a line.
 */
export type Encoding = 'auto' | 'utf-8' | 'latin-1';

export interface LineBatch {
  /** Number of the first line, from 1. */
  readonly first: number;
  /** Without their ends; the last line of a file counts even when nothing ends it. */
  readonly lines: readonly string[];
}

/** What was noticed while the lines went by. */
export interface LineNotes {
  /** Lines that were not UTF-8, and the first of them. */
  latin1Lines: number;
  firstLatin1Line: number;
  /** False when the last line has no line end: the file may have been cut there. */
  endsWithNewline: boolean;
}

const NEWLINE = 0x0a;

/** The lines of a text file in batches of about a megabyte. */
export async function* lineBatches(
  file: InputFile,
  encoding: Encoding,
  notes: LineNotes,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<LineBatch> {
  let rest: Buffer = Buffer.alloc(0);
  let first = 1;
  let start = true;
  const decode = (bytes: Buffer): LineBatch => {
    const batch = { first, lines: decodeLines(file.path, bytes, encoding, first, notes) };
    first += batch.lines.length;
    return batch;
  };
  for await (const chunk of readChunks(file.path, file.gzip, onBytes)) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (start && bytes.length >= 3 && bytes.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf')
      bytes = bytes.subarray(3);
    start = false;
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(end);
    if (end > 0) yield decode(bytes.subarray(0, end));
  }
  notes.endsWithNewline = rest.length === 0;
  if (rest.length > 0) yield decode(rest);
}

export function newLineNotes(): LineNotes {
  return { latin1Lines: 0, firstLatin1Line: 0, endsWithNewline: true };
}

function decodeLines(
  path: string,
  bytes: Buffer,
  encoding: Encoding,
  first: number,
  notes: LineNotes,
): string[] {
  const body = bytes[bytes.length - 1] === NEWLINE ? bytes.subarray(0, -1) : bytes;
  if (encoding === 'latin-1') return split(body.toString('latin1'));
  if (isUtf8(body)) return split(body.toString('utf8'));
  const lines: string[] = [];
  for (let start = 0; start <= body.length; ) {
    const found = body.indexOf(NEWLINE, start);
    const end = found < 0 ? body.length : found;
    const line = body.subarray(start, end);
    const valid = isUtf8(line);
    if (!valid) {
      const number = first + lines.length;
      if (encoding === 'utf-8')
        throw badInput(`line ${number} is not UTF-8: "${line.toString('latin1').slice(0, 60)}".`, {
          where: `${path}:${number}`,
          remedy: 'Give latin-1 as `encoding` if the file is in it, or convert it to UTF-8.',
        });
      if (notes.latin1Lines++ === 0) notes.firstLatin1Line = number;
    }
    lines.push(withoutReturn(line.toString(valid ? 'utf8' : 'latin1')));
    start = end + 1;
  }
  return lines;
}

function split(text: string): string[] {
  const lines = text.split('\n');
  if (text.includes('\r'))
    for (let i = 0; i < lines.length; i++) lines[i] = withoutReturn(lines[i]!);
  return lines;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
