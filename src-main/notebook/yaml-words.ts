import { parseDocument, type YAMLError } from 'yaml';
import { indentsAbove, type Line, linesOf, nearestOf } from './source-lines.js';
import { unclosedBracket, unclosedQuote } from './unclosed.js';

interface Repair {
  readonly label: string;
  readonly source: string;
}

/** A mistake in YAML as a person reads it; offsets in the source. */
export interface YamlMistake {
  readonly message: string;
  readonly remedy: string;
  readonly start: number;
  readonly end: number;
  /** Written out only where it makes the whole text valid. */
  readonly repair?: Repair;
}

type Found = Omit<YamlMistake, 'repair'> & {
  readonly repair?: Repair | undefined;
};

/**
 * The usual mistakes in our own words: tabs, indentation, colons, quotes, brackets, a key given twice.
 * Of the others the library's words are kept.
 */
export function yamlMistake(
  source: string,
  error: Pick<YAMLError, 'code' | 'pos' | 'message'>,
): YamlMistake {
  return checked(found(source, error));
}

/** What a line that reads as mere words was meant to be; undefined when that is not seen. */
export function wordsForSetting(source: string): YamlMistake | undefined {
  const line = linesOf(source).find(({ text }) => text.trim() !== '' && !/^\s*#/.test(text));
  const wanted = line && settingMeant(source, line);
  return wanted && checked(wanted);
}

function checked({ repair, ...mistake }: Found): YamlMistake {
  return repair && parseDocument(repair.source).errors.length === 0
    ? { ...mistake, repair }
    : mistake;
}

function found(
  source: string,
  { code, pos: [start, to], message }: Pick<YAMLError, 'code' | 'pos' | 'message'>,
): Found {
  const end = Math.max(to, start + 1);
  const lines = linesOf(source);
  const at = lines.findLastIndex(each => each.start <= start);
  const line = lines[at] ?? { start: 0, end: 0, text: '', indent: 0 };
  const here = (said: string, remedy: string, repair?: Repair): Found => ({
    message: said,
    remedy,
    start,
    end,
    repair,
  });
  switch (code) {
    case 'TAB_AS_INDENT':
      return here('This line is indented with a tab.', 'Indent with spaces.', {
        label: 'Write spaces',
        source: source.replace(/^[ \t]+/gm, blank => blank.replaceAll('\t', '  ')),
      });
    case 'DUPLICATE_KEY': {
      const [key = ''] = /^[^:\s]+/.exec(source.slice(start)) ?? [];
      return {
        ...here(`${key} is given twice.`, 'Keep one of the two lines.'),
        end: start + key.length,
      };
    }
    case 'BAD_DQ_ESCAPE':
      return here(
        `In double quotes a backslash begins an escape, and ${source.slice(start, start + 2)} is none.`,
        'Use single quotes, or write each backslash twice.',
        singleQuoted(source, start),
      );
    case 'BAD_SCALAR_START':
      return here(
        `A value cannot begin with ${source[start]}.`,
        'Put the value in quotes.',
        quoted(source, { start, end: line.end }),
      );
    case 'MULTIPLE_DOCS':
      return here('A line of --- begins a second text; a cell has one.', 'Take the line out.');
  }
  const quote = /closing ["']quote/.test(message) ? unclosedQuote(source, start) : undefined;
  if (quote) {
    const { end: ends } = lines.findLast(each => each.start <= quote.at)!;
    return {
      message: `The quote ${quote.mark} is never closed.`,
      start: quote.at,
      end: quote.at + 1,
      remedy: `Write ${quote.mark} where the value ends.`,
      repair: { label: `Close the quote`, source: inserted(source, ends, quote.mark) },
    };
  }
  const bracket = /^Flow/.test(message) ? unclosedBracket(source, start) : undefined;
  if (bracket) {
    const ends = source.slice(0, start).trimEnd().length;
    return {
      message: `The bracket ${bracket.mark} is never closed.`,
      start: bracket.at,
      end: bracket.at + 1,
      remedy: `Write ${bracket.closing} where it ends.`,
      repair: {
        label: `Write ${bracket.closing}`,
        source: inserted(source, Math.max(ends, bracket.at + 1), bracket.closing),
      },
    };
  }
  const item = /^\s*-\s*(.*)$/.exec(line.text);
  if (item)
    return here(
      `The line ${line.text.trim()} is of a list, and no list goes on here.`,
      /^\s*-\S/.test(line.text)
        ? `Write "- ${item[1]}", with a space after the dash.`
        : 'Begin it in the column of the other lines of its list, below its setting.',
    );
  if (/ on same line with key/.test(message))
    return here(
      'A list of lines with - begins below its setting.',
      'Begin a new line before the -, or write the list as [a, b].',
    );
  if (/ at node end/.test(message) && /["']\s*$/.test(source.slice(0, start)))
    return here(
      'Text stands after the closing quote.',
      'Put the whole value in quotes, or leave the quotes out.',
    );
  if (/^Unexpected , /.test(message)) return here('An entry is empty.', 'Take the comma out.');
  if (/^Comments must be separated/.test(message))
    return here('A space is missing before #.', 'Write a space before a comment.', {
      label: 'Write a space',
      source: inserted(source, source.indexOf('#', start), ' '),
    });
  if (code === 'BLOCK_IN_FLOW')
    return here('A comma is missing between two entries.', 'Write a comma after each entry.');
  return (
    badIndent(source, lines, at) ??
    settingMeant(source, line) ??
    here(`This is not valid YAML: ${message}.`, 'Correct the line, or undo.')
  );
}

/** A line that is indented otherwise than those above it allow, or that has two colons. */
function badIndent(source: string, lines: readonly Line[], at: number): Found | undefined {
  const line = lines[at];
  if (!line) return undefined;
  const isSetting = /^\s*[^\s:#-][^:]*:(\s|$)/;
  const twice = /^(\s*[^\s:#]+:\s+)([^\s"'[{#][^#]*?:\s.*?)\s*(#.*)?$/.exec(line.text);
  if (twice) {
    const [, before = '', value = ''] = twice;
    const start = line.start + before.length;
    return {
      message: `The value ${value} holds a colon and a space.`,
      remedy: 'Put the value in quotes.',
      start,
      end: start + value.length,
      repair: quoted(source, { start, end: start + value.length }),
    };
  }
  const next = lines.slice(at + 1).find(({ text }) => text.trim() !== '');
  const isTooDeep =
    next && next.indent > line.indent && isSetting.test(line.text) && !/:\s*$/.test(line.text);
  const wrong = isTooDeep ? next : line;
  const above = indentsAbove(lines, wrong);
  if (!isSetting.test(wrong.text) || above.includes(wrong.indent)) return undefined;
  const wanted = isTooDeep ? line.indent : nearestOf(above, wrong.indent);
  if (wanted === undefined) return undefined;
  const key = wrong.text.trim().replace(/:.*$/, '');
  const start = wrong.start + wrong.indent;
  return {
    message: `${key} is indented by ${spaces(wrong.indent)}, which fits no line above.`,
    remedy: `Indent it by ${spaces(wanted)}.`,
    start,
    end: start + key.length,
    repair: {
      label: `Indent by ${wanted}`,
      source: source.slice(0, wrong.start) + ' '.repeat(wanted) + source.slice(start),
    },
  };
}

/** A line without a colon, or without the space after it. */
function settingMeant(source: string, line: Line): Found | undefined {
  const [, blank = '', key = '', between = '', value = ''] =
    /^(\s*)([A-Za-z][\w.]*)(\s*[:=]\s*|\s+|$)(.*)$/.exec(line.text) ?? [];
  if (key === '' || /^:\s/.test(between) || (between === ':' && value === '')) return undefined;
  const place = { start: line.start + blank.length, end: line.end };
  if (value === '')
    return {
      message: `${key} has neither a colon nor a value.`,
      ...place,
      remedy: `Write ${key}: and its value.`,
    };
  const wanted = `${key}: ${value}`;
  return {
    message: between.startsWith(':')
      ? `A space is missing after the colon of ${key}.`
      : `A colon is missing after ${key}.`,
    ...place,
    remedy: `Write ${wanted}`,
    repair: {
      label: `Write ${wanted.length > 32 ? `${key}: …` : wanted}`,
      source: (source.slice(0, place.start) + wanted + source.slice(place.end)).replace(
        /^(\s*[A-Za-z][\w.]*):(?=[^\s/])/gm,
        '$1: ',
      ),
    },
  };
}

function quoted(source: string, { start, end }: { readonly start: number; readonly end: number }) {
  const value = source.slice(start, end).trimEnd();
  const text = `'${value.replaceAll("'", "''")}'`;
  return {
    label: 'Put it in quotes',
    source: source.slice(0, start) + text + source.slice(start + value.length),
  };
}

function singleQuoted(source: string, inside: number) {
  const from = source.lastIndexOf('"', inside);
  const to = source.indexOf('"', inside);
  if (from < 0 || to < 0) return undefined;
  const text = `'${source.slice(from + 1, to).replaceAll("'", "''")}'`;
  return {
    label: 'Write single quotes',
    source: source.slice(0, from) + text + source.slice(to + 1),
  };
}

function inserted(source: string, at: number, text: string): string {
  return source.slice(0, at) + text + source.slice(at);
}

function spaces(count: number): string {
  return count === 1 ? '1 space' : `${count} spaces`;
}
