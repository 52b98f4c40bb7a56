import { type Token, tokenise } from './filter-tokens.js';

/**
 * A filter such as `recall_daily < 0.1 and actions > 50`: comparisons of columns and numbers with
 * + - * /, joined by and, or, not and parentheses; `user` compares with text in quotes. It reads columns
 * and nothing else. A comparison with a missing value (NaN) is false.
 */
export type RowFilter = (row: number) => boolean;

/** What is wrong, and where: `at` counts characters from 0. */
export interface FilterError {
  readonly message: string;
  readonly at: number;
  readonly length: number;
}

export type ParsedFilter =
  | { readonly filter: RowFilter; readonly error: null }
  | { readonly filter: null; readonly error: FilterError };

/** Columns by name, of one length; numbers or text. */
export type FilterColumns = ReadonlyMap<string, ArrayLike<number> | readonly string[]>;

type Value = number | string;
type Read = (row: number) => Value;

/** Parses a filter over columns; an empty text keeps every row. */
export function parseFilter(text: string, columns: FilterColumns): ParsedFilter {
  if (text.trim() === '') return { filter: () => true, error: null };
  try {
    const parser = new Parser(tokenise(text), columns, text.length);
    return { filter: parser.whole(), error: null };
  } catch (problem) {
    if (problem instanceof Misread) return { filter: null, error: problem.error };
    throw problem;
  }
}

/** Carries an error out of the parser's recursion. */
class Misread extends Error {
  constructor(readonly error: FilterError) {
    super(error.message);
  }
}

const COMPARES: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b && !Number.isNaN(a) && !Number.isNaN(b),
};

const COMPUTES: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

interface Operand {
  readonly type: 'number' | 'text';
  readonly read: Read;
  readonly token: Token;
}

/** or > and > not > comparison > sum > product > sign > operand, by recursive descent. */
class Parser {
  #next = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly columns: FilterColumns,
    readonly length: number,
  ) {}

  whole(): RowFilter {
    const filter = this.#or();
    const rest = this.tokens[this.#next];
    if (rest !== undefined)
      throw misread(`"${rest.text}" is not expected here: join comparisons with and, or.`, rest);
    return filter;
  }

  #or(): RowFilter {
    let left = this.#and();
    while (this.#take('or')) {
      const a = left;
      const b = this.#and();
      left = row => a(row) || b(row);
    }
    return left;
  }

  #and(): RowFilter {
    let left = this.#not();
    while (this.#take('and')) {
      const a = left;
      const b = this.#not();
      left = row => a(row) && b(row);
    }
    return left;
  }

  #not(): RowFilter {
    if (this.#take('not')) {
      const inner = this.#not();
      return row => !inner(row);
    }
    if (this.#opensCondition()) {
      this.#take('(');
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    return this.#comparison();
  }

  /** A parenthesis belongs to a condition when a comparison or a word comes before it is closed. */
  #opensCondition(): boolean {
    if (this.tokens[this.#next]?.text !== '(') return false;
    let depth = 0;
    for (let i = this.#next; i < this.tokens.length; i++) {
      const { text, kind } = this.tokens[i]!;
      if (text === '(') depth++;
      if (text === ')') depth--;
      if (depth === 0) return false;
      if (kind === 'word' || text in COMPARES) return true;
    }
    return false;
  }

  #comparison(): RowFilter {
    const left = this.#sum();
    const operator = this.tokens[this.#next];
    const compare = operator === undefined ? undefined : COMPARES[operator.text];
    if (operator === undefined || compare === undefined)
      throw misread('A comparison is missing: write < <= > >= = or != after it.', left.token);
    this.#next++;
    const right = this.#sum();
    if (left.type !== right.type)
      throw misread(
        left.type === 'text'
          ? 'Text is compared with text in quotes, such as "user-7".'
          : 'A number cannot be compared with text.',
        right.token,
      );
    return row => compare(left.read(row), right.read(row));
  }

  #sum(): Operand {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#signed()));
  }

  #chain(operators: readonly string[], operand: () => Operand): Operand {
    let left = operand();
    for (;;) {
      const token = this.tokens[this.#next];
      if (token === undefined || !operators.includes(token.text)) return left;
      this.#next++;
      const a = left;
      const b = operand();
      if (a.type === 'text' || b.type === 'text')
        throw misread('Only numbers can be computed with.', a.type === 'text' ? a.token : b.token);
      const compute = COMPUTES[token.text]!;
      left = {
        type: 'number',
        token: a.token,
        read: row => compute(Number(a.read(row)), Number(b.read(row))),
      };
    }
  }

  #signed(): Operand {
    if (!this.#take('-')) return this.#operand();
    const inner = this.#signed();
    return { ...inner, read: row => -Number(inner.read(row)) };
  }

  #operand(): Operand {
    const token = this.tokens[this.#next];
    if (token === undefined)
      throw new Misread({ message: 'A column or number is missing.', at: this.length, length: 1 });
    this.#next++;
    if (token.text === '(') {
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    if (token.kind === 'number') return { type: 'number', token, read: () => token.value };
    if (token.kind === 'string') return { type: 'text', token, read: () => token.text };
    if (token.kind === 'name') return this.#column(token);
    throw misread(`"${token.text}" is not expected here: write a column or a number.`, token);
  }

  #column(token: Token): Operand {
    const values = this.columns.get(token.text);
    if (values === undefined)
      throw misread(
        `"${token.text}" is no column. There are ${[...this.columns.keys()].join(', ')}.`,
        token,
      );
    const type = typeof values[0] === 'string' ? 'text' : 'number';
    return { type, token, read: row => values[row]! };
  }

  #take(text: string): boolean {
    const token = this.tokens[this.#next];
    if (token?.text !== text || token.kind === 'string') return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    const token = this.tokens[this.#next];
    throw new Misread({
      message: `"${text}" is missing.`,
      at: token?.at ?? this.length,
      length: token?.length ?? 1,
    });
  }
}

function misread(message: string, { at, length }: Token): Misread {
  return new Misread({ message, at, length });
}
