/** The smallest parts of a filter, with their places; `at` counts characters from 0. */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'word' | 'sign' | 'unknown';
  /** As written; without its quotes for a string, in lower case for a word. */
  readonly text: string;
  /** NaN for all but numbers. */
  readonly value: number;
  readonly at: number;
  readonly length: number;
}

const PARTS =
  /(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<name>[\p{L}_][\p{L}\p{N}_@.-]*)|(?<sign><=|>=|!=|==|<>|&&|\|\||[<>=!()+*/−-])|(?<unknown>\S)/giu;

/** Other spellings of the same thing. */
const SAME: Readonly<Record<string, string>> = {
  '==': '=',
  '<>': '!=',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '−': '-',
};

/** Splits a filter into tokens. Nothing is refused here: what is unknown becomes a token of that kind. */
export function tokenise(text: string): Token[] {
  return [...text.matchAll(PARTS)].map(match => {
    const { number, double, single, name, sign } = match.groups!;
    const place = { at: match.index, length: match[0].length };
    if (number !== undefined)
      return { kind: 'number', text: number, value: Number(number), ...place };
    const string = double ?? single;
    if (string !== undefined) return { kind: 'string', text: string, value: Number.NaN, ...place };
    if (name !== undefined) {
      const lower = name.toLowerCase();
      const isWord = lower === 'and' || lower === 'or' || lower === 'not';
      return {
        kind: isWord ? 'word' : 'name',
        text: isWord ? lower : name,
        value: Number.NaN,
        ...place,
      };
    }
    if (sign !== undefined) {
      const same = SAME[sign] ?? sign;
      return {
        kind: /^[a-z]/.test(same) ? 'word' : 'sign',
        text: same,
        value: Number.NaN,
        ...place,
      };
    }
    return { kind: 'unknown', text: match[0], value: Number.NaN, ...place };
  });
}
