import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { nearest, suggest } from '../base/nearest.js';
import type { Problem } from '../contract/notebook.js';
import { issueWords } from './issue-words.js';
import { mergeMarkProblems } from './merge-marks.js';
import { wordsForSetting, type YamlMistake, yamlMistake } from './yaml-words.js';

/** A cell's YAML, read against the schema of its kind. */
export interface Settings {
  /** With defaults filled in; null while there are errors. */
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly problems: readonly Problem[];
}

/** Never throws: what is wrong is told by line and column, with a repair where it is obvious. */
export function readSettings(source: string, schema: z.ZodType): Settings {
  const marks = mergeMarkProblems(source);
  if (marks.length > 0) return { config: null, problems: marks };
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const place = (start: number, end: number) => {
    const { line, col } = lines.linePos(start);
    return { line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, end - start) };
  };
  const invalid = ({ start, end, ...said }: YamlMistake): Settings => ({
    config: null,
    problems: [{ severity: 'error', ...said, ...place(start, end) }],
  });
  // Further errors mostly follow from the first.
  const [wrong] = document.errors;
  if (wrong) return invalid(yamlMistake(source, wrong));
  let values: unknown;
  try {
    values = document.toJS();
  } catch (error) {
    // An alias of nothing, or aliases of aliases that would fill the memory.
    const [start, end] = firstAlias(document) ?? [0, source.length];
    return invalid({ ...aliasWords((error as Error).message), start, end });
  }
  const meant = typeof values === 'string' ? wordsForSetting(source) : undefined;
  if (meant) return invalid(meant);
  const parsed = schema.safeParse(values ?? {});
  // The schemas of cells are objects.
  if (parsed.success) return { config: parsed.data as Record<string, unknown>, problems: [] };
  const keys = keysOf(schema);
  const problems = parsed.error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.filter(part => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(key => {
        const [start, end] = keyRange(document, [...path, key]) ?? [0, source.length];
        const [best] = nearest(key, keys);
        return {
          severity: 'error',
          message: `"${key}" is no setting of this cell.`,
          ...place(start, end),
          remedy: suggest(key, keys),
          ...(best === undefined ? {} : { repair: replaced(source, start, end, best) }),
        };
      });
    const [start, end] = valueRange(document, path) ?? [0, source.trimEnd().length];
    const given = source.slice(start, end).trim();
    const choices = issue.code === 'invalid_value' ? issue.values.map(String) : [];
    const [best] = nearest(given, choices);
    return [
      {
        severity: 'error',
        ...issueWords(
          issue,
          path.join('.') || 'the text',
          document.hasIn(path) ? given : null,
          descriptionOf(schema, path[0]),
        ),
        ...place(start, end),
        ...(best === undefined ? {} : { repair: replaced(source, start, end, best) }),
      },
    ];
  });
  return { config: null, problems };
}

function aliasWords(message: string): { readonly message: string; readonly remedy: string } {
  const [, name] = /^Unresolved alias .*: (.+)$/.exec(message) ?? [];
  return name === undefined
    ? { message: `This is not valid YAML: ${message}.`, remedy: 'Correct the line, or undo.' }
    : {
        message: `*${name} stands for a value marked &${name}, and there is none.`,
        remedy: 'Put the value in quotes if the * belongs to it.',
      };
}

function replaced(source: string, start: number, end: number, by: string) {
  return { label: `Write ${by}`, source: source.slice(0, start) + by + source.slice(end) };
}

function descriptionOf(schema: z.ZodType, key: string | number | undefined): string | undefined {
  if (!('shape' in schema) || key === undefined) return undefined;
  return (schema.shape as Readonly<Record<string, z.ZodType>>)[key]?.description;
}

function keysOf(schema: z.ZodType): string[] {
  return 'shape' in schema ? Object.keys(schema.shape as object) : [];
}

function valueRange(
  document: Document,
  path: readonly (string | number)[],
): readonly [number, number] | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    const range = isScalar(node) || typeof node === 'object' ? rangeOf(node) : undefined;
    if (range) return range;
  }
  return undefined;
}

function keyRange(
  document: Document,
  path: readonly (string | number)[],
): readonly [number, number] | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const key = parent.items.find(
    ({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)),
  )?.key;
  return rangeOf(key);
}

function firstAlias(document: Document): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      found = rangeOf(alias);
      return visit.BREAK;
    },
  });
  return found;
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range ? [range[0], range[1]] : undefined;
}
