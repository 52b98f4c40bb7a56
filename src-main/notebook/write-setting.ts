import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Pair,
  parse,
  parseDocument,
} from 'yaml';
import { badInput } from '../base/errors.js';

/**
 * The source with one setting changed; `undefined` and null take it out, with the settings above that
 * held nothing else. Only the lines of that setting are written anew: comments, order, quotes and spacing
 * of all others stay as they are. BAD_INPUT where the source is not YAML, or holds something else than
 * settings at that place.
 */
export function writeSetting(source: string, at: readonly string[], value: unknown): string {
  const path = value === undefined || value === null ? emptiedBy(source, at) : at;
  let printed: string;
  try {
    printed = printedWith(source, path, value);
  } catch (cause) {
    throw badInput(`${path.join('.')} cannot be written: the cell's text is not valid YAML.`, {
      where: path.join('.'),
      remedy: 'Open the source of the cell and correct it there.',
      cause,
    });
  }
  const spliced = splicedWith(source, path, value);
  return spliced !== undefined && meanTheSame(spliced, printed) ? spliced : printed;
}

/** The whole printed anew: right, but in the printer's own spacing. */
function printedWith(source: string, path: readonly string[], value: unknown): string {
  const document = parseDocument(source);
  const isGone = value === undefined || value === null;
  if (isGone && document.contents === null) return source;
  if (isGone) document.deleteIn(path);
  else {
    for (let length = 1; length < path.length; length++) {
      const above = path.slice(0, length);
      // "set:" with nothing after it becomes a collection.
      if (document.hasIn(above) && document.getIn(above) === null)
        document.setIn(above, document.createNode({}));
    }
    document.setIn(path, nodeFor(document, path, value));
  }
  if (isMap(document.contents) && document.contents.items.length === 0) return '';
  const flowCollectionPadding = /[[{][ \t]/.test(source);
  return document.toString({ lineWidth: 0, flowCollectionPadding }).replace(/\n$/, '');
}

/** The setting itself, or the outermost one above that holds nothing beside it. */
function emptiedBy(source: string, path: readonly string[]): readonly string[] {
  const document = parseDocument(source);
  let emptied = path;
  for (let above = path.slice(0, -1); above.length > 0; above = above.slice(0, -1)) {
    const map: unknown = document.getIn(above, true);
    const key = emptied.at(-1);
    if (!isMap(map) || map.items.length !== 1 || !map.has(key)) break;
    emptied = above;
  }
  return emptied;
}

/** A list stays on one line or on several, as the one that it replaces; a new one is on one line. */
function nodeFor(document: Document, path: readonly string[], value: unknown): unknown {
  const old: unknown = document.getIn(path, true);
  const isPlain = typeof value !== 'object';
  if (isPlain && (old === undefined || isScalar(old))) return value;
  const flow = isSeq(old) || isMap(old) ? old.flow === true : Array.isArray(value);
  const node = document.createNode(value, { flow });
  if (isNode(old) && isNode(node)) {
    const { comment, commentBefore } = old;
    if (comment) node.comment = comment;
    if (commentBefore) node.commentBefore = commentBefore;
  }
  return node;
}

/** The source with the lines of the setting replaced, added or left out; undefined where they are not its own. */
function splicedWith(source: string, path: readonly string[], value: unknown): string | undefined {
  let map: unknown = parseDocument(source).contents;
  for (let depth = 0; isMap(map) && !map.flow; depth++) {
    const rest = path.slice(depth);
    const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === rest[0]);
    const last = map.items.at(-1);
    if (!pair) return last && added(source, linesOf(source, last), rest, value);
    const isBlock = isMap(pair.value) && !pair.value.flow;
    if (rest.length === 1 || !isBlock) {
      const isLast = map.items.length === 1;
      return replaced(source, linesOf(source, pair), rest, isLast, value);
    }
    map = pair.value;
  }
  return undefined;
}

interface Lines {
  readonly from: number;
  /** Without the last line break. */
  readonly to: number;
  readonly indent: string;
}

/** The lines of a setting with its comment; undefined where something else stands on them. */
function linesOf(source: string, { key, value }: Pair): Lines | undefined {
  const [start] = (isNode(key) && key.range) || [];
  const [, end] = (isNode(value) && value.range) || (isNode(key) && key.range) || [];
  if (start === undefined || end === undefined) return undefined;
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const indent = source.slice(from, start);
  if (indent.trim() !== '') return undefined;
  const written = start + source.slice(start, end).trimEnd().length;
  const lineBreak = source.indexOf('\n', written);
  const to = lineBreak < 0 ? source.length : lineBreak - (source[lineBreak - 1] === '\r' ? 1 : 0);
  return { from, to, indent };
}

function added(
  source: string,
  last: Lines | undefined,
  path: readonly string[],
  value: unknown,
): string | undefined {
  if (!last || value === undefined || value === null) return undefined;
  const lines = indented(printedWith('', path, value), last.indent, source);
  return source.slice(0, last.to) + breakOf(source) + lines + source.slice(last.to);
}

function replaced(
  source: string,
  own: Lines | undefined,
  path: readonly string[],
  isLast: boolean,
  value: unknown,
): string | undefined {
  if (!own) return undefined;
  const { from, to, indent } = own;
  if (path.length > 1 || (value !== undefined && value !== null)) {
    const lines = printedWith(source.slice(from, to), path, value);
    return source.slice(0, from) + indented(lines, indent, source) + source.slice(to);
  }
  if (isLast) return undefined;
  const after = source.slice(to);
  return after.trim() === ''
    ? source.slice(0, from).replace(/\r?\n$/, '') + after
    : source.slice(0, from) + after.replace(/^\r?\n/, '');
}

function indented(lines: string, indent: string, source: string): string {
  return lines
    .split(/\r?\n/)
    .map(line => (line === '' ? line : indent + line))
    .join(breakOf(source));
}

function breakOf(source: string): string {
  return source.includes('\r\n') ? '\r\n' : '\n';
}

function meanTheSame(a: string, b: string): boolean {
  try {
    return JSON.stringify(parse(a)) === JSON.stringify(parse(b));
  } catch {
    return false;
  }
}
