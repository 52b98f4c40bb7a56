/**
 * The rule that says which actions are positive engagements (spec §1), as people write it:
 * `rating >= 4`, `type in (LIKE, BOOKMARK)`, `type = save or (type = closeup and duration > 10)`.
 * Parsed into a closure by this file alone; nothing of it is ever run as code or SQL.
 */
import { badInput } from '../base/errors.js';
import { suggest } from '../base/nearest.js';

/** What a rule may ask about one action; unknown texts are '', unknown numbers NaN. */
export interface RuleRow {
  type: string;
  surface: string;
  duration: number;
  rating: number;
}
type TextField = 'type' | 'surface';
type NumberField = 'duration' | 'rating';
type Test = (row: RuleRow) => boolean;

export interface PositiveRule {
  readonly text: string;
  /** Columns that the rule reads. */
  readonly fields: ReadonlySet<keyof RuleRow>;
  readonly test: Test;
}

/** Holds for every action. */
export const EVERY_ACTION = 'all';

const FIELDS: Record<string, keyof RuleRow> = {
  type: 'type',
  surface: 'surface',
  duration: 'duration',
  durationSeconds: 'duration',
  rating: 'rating',
};

type Token = {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
};

/** Parses a rule; BAD_INPUT names the column of the first thing that cannot be understood. */
export function parsePositiveRule(text: string): PositiveRule {
  if (text.trim() === EVERY_ACTION)
    return { text: EVERY_ACTION, fields: new Set(), test: () => true };
  const parser = new RuleParser(text);
  const test = parser.parse();
  return { text, fields: parser.fields, test };
}

class RuleParser {
  readonly fields = new Set<keyof RuleRow>();
  readonly #tokens: Token[];
  #next = 0;

  constructor(private readonly text: string) {
    this.#tokens = tokenize(text);
  }

  parse(): Test {
    const test = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw this.#wrong(rest, 'expected "and", "or" or the end');
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#word('or')) {
      const a = left;
      const b = this.#and();
      left = row => a(row) || b(row);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    while (this.#word('and')) {
      const a = left;
      const b = this.#not();
      left = row => a(row) && b(row);
    }
    return left;
  }

  #not(): Test {
    if (this.#word('not')) {
      const inner = this.#not();
      return row => !inner(row);
    }
    if (this.#sign('(')) {
      const inner = this.#or();
      this.#close();
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Test {
    const token = this.#take();
    const field = token.kind === 'word' ? FIELDS[token.text] : undefined;
    if (!field)
      throw this.#wrong(
        token,
        'expected a column',
        token.kind === 'word' ? suggest(token.text, Object.keys(FIELDS)) : undefined,
      );
    this.fields.add(field);
    return field === 'type' || field === 'surface' ? this.#texts(field) : this.#numbers(field);
  }

  #texts(field: TextField): Test {
    const negated = this.#word('not');
    if (this.#word('in')) {
      const values = this.#list();
      return row => values.has(row[field]) !== negated;
    }
    const token = this.#take();
    const equal = token.text === '=' || token.text === '==';
    if (negated || !(equal || token.text === '!=' || token.text === '<>'))
      throw this.#wrong(token, `${field} is compared by =, != or in`);
    const value = this.#value();
    return row => (row[field] === value) === equal;
  }

  #numbers(field: NumberField): Test {
    const token = this.#take();
    const compare = COMPARE[token.text];
    if (!compare) throw this.#wrong(token, `${field} is compared by <, <=, =, !=, >= or >`);
    const value = this.#take();
    const number = Number(value.text);
    if (value.kind !== 'number') throw this.#wrong(value, `${field} is compared with a number`);
    return row => compare(row[field], number);
  }

  #list(): Set<string> {
    if (!this.#sign('(')) throw this.#wrong(this.#peek(), 'expected "(" after in');
    const values = new Set<string>();
    do values.add(this.#value());
    while (this.#sign(','));
    this.#close();
    return values;
  }

  #value(): string {
    const token = this.#take();
    if (token.kind === 'text' || token.kind === 'number') return token.text;
    if (token.kind !== 'word') throw this.#wrong(token, 'expected a value');
    return token.text;
  }

  #close(): void {
    if (!this.#sign(')')) throw this.#wrong(this.#peek(), 'expected ")"');
  }

  #word(word: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.#next++;
    return true;
  }

  #sign(sign: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'sign' || token.text !== sign) return false;
    this.#next++;
    return true;
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)]!;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #wrong(token: Token, what: string, remedy?: string) {
    const found = token.kind === 'end' ? 'the end' : `"${token.text}"`;
    return badInput(`the positive rule is not understood: ${what}, found ${found}.`, {
      where: `"${this.text}", column ${token.at + 1}`,
      remedy:
        remedy ?? 'Write for example "rating >= 4" or "type in (save, click) and duration > 10".',
    });
  }
}

/** Comparisons with an unknown number (NaN) never hold, but for !=, which asks for a known one. */
const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a < b || a > b,
  '<>': (a, b) => a < b || a > b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
};

const TOKEN =
  /\s*(?:(?<number>-?\d+(?:\.\d+)?(?![\w.-]))|(?<word>[\p{L}\d_][\p{L}\d_.:-]*)|'(?<single>[^']*)'|"(?<double>[^"]*)"|(?<sign><=|>=|<>|!=|==|[<>=(),]))/uy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) {
      const column = at + text.slice(at).search(/\S/) + 1;
      throw badInput(
        `the positive rule is not understood: "${text.slice(column - 1, column + 9)}".`,
        {
          where: `"${text}", column ${column}`,
          remedy: "Put texts with spaces or signs in quotes: type = 'COMMENT CREATED'.",
        },
      );
    }
    const { number, word, single, double, sign } = groups;
    const value = number ?? word ?? single ?? double ?? sign ?? '';
    const kind =
      number !== undefined
        ? 'number'
        : word !== undefined
          ? 'word'
          : sign !== undefined
            ? 'sign'
            : 'text';
    tokens.push({ kind, text: value, at: at + text.slice(at).search(/\S/) });
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}
