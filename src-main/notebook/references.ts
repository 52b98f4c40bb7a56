const NAME = '[A-Za-z_][\\w-]*';
const WHOLE = new RegExp(`^\\$(${NAME})$`);
const IN_TEXT = new RegExp(`\\$(${NAME})`, 'g');

/** Names that the values of a config refer to as `$name`, each once, in order of appearance. */
export function referencesOf(value: unknown): string[] {
  const found = new Set<string>();
  walk(value, text => {
    const name = WHOLE.exec(text)?.[1];
    if (name !== undefined) found.add(name);
    return text;
  });
  return [...found];
}

/** Names that a query refers to as `$name`. */
export function referencesInText(text: string): string[] {
  return [...new Set([...text.matchAll(IN_TEXT)].map(([, name = '']) => name))];
}

/** What prose refers to: `{{$cadences.report.rows.dense.daily.recallAt10.all}}`, each once. */
export function referencesInProse(
  text: string,
): { reference: string; name: string; path: string }[] {
  const found = text.matchAll(/\{\{\s*(\$([A-Za-z_][\w-]*)\.([^{}\n]{1,200}?))\s*\}\}/g);
  const all = [...found].map(([, reference = '', name = '', path = '']) => ({
    reference,
    name,
    path,
  }));
  return [...new Map(all.map(each => [each.reference, each])).values()];
}

/**
 * The same query with each `$name` replaced by what `resolve` gives: as an identifier before a point
 * (`$world.actions`), else as a text (`run = $dense`).
 */
export function resolveInQuery(query: string, resolve: (name: string) => string): string {
  return query.replace(IN_TEXT, (_, name: string, offset: number) => {
    const quote = query[offset + name.length + 1] === '.' ? '"' : "'";
    return quote + resolve(name).replaceAll(quote, quote + quote) + quote;
  });
}

/** The same config with each `$name` replaced by what `resolve` gives for the name. */
export function resolveReferences(value: unknown, resolve: (name: string) => unknown): unknown {
  return walk(value, text => {
    const name = WHOLE.exec(text)?.[1];
    return name === undefined ? text : resolve(name);
  });
}

/**
 * A cell's text that names `#to` wherever it named `#from`: settings as `$from`, queries as `$from` and
 * `$from.table`, prose as `{{$from.path}}`. All else stays to the byte.
 */
export function renameInText(kind: string, text: string, from: string, to: string): string {
  const name = from.replaceAll('-', '\\-');
  const named =
    kind === 'prose'
      ? new RegExp(`(\\{\\{\\s*\\$)${name}(?=\\.)`, 'g')
      : new RegExp(`((?<![\\w$])\\$)${name}(?![\\w-])`, 'g');
  return text.replace(named, (_, before: string) => before + to);
}

/** Where a text names `#name` first; undefined where it does not. */
export function referenceIn(text: string, name: string): number | undefined {
  return [...text.matchAll(IN_TEXT)].find(([, each]) => each === name)?.index;
}

function walk(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map(entry => walk(entry, replace));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, walk(entry, replace)]),
    );
  return value;
}
