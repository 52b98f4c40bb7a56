const LISTING = 'SHOW ALL TABLES lists what there is; DESCRIBE names the columns.';

/**
 * DuckDB's message taken apart: what is wrong as one sentence, the line of the query, and what it proposes.
 * Its first words name a class of error ("Catalog Error"), its last lines draw the place.
 */
export function sqlError(error: unknown): {
  readonly message: string;
  readonly where: string;
  readonly remedy: string;
} {
  const text = error instanceof Error ? error.message : String(error);
  const drawn = text.search(/(^|\n)LINE \d+:/);
  const line = drawn < 0 ? undefined : /LINE (\d+):/.exec(text.slice(drawn))?.[1];
  const words = (drawn < 0 ? text : text.slice(0, drawn))
    .replace(/^(Failed to [a-z ]+: )?(\w+ )*Error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  const proposed = /\s*(Did you mean|Candidate \w+:) (.*)$/.exec(words);
  const names = proposed?.[2]?.replace(/[?.]$/, '').replace(/^"([^"]*)"$/, '$1');
  return {
    message: (proposed ? words.slice(0, proposed.index) : words).replace(/[!.]?$/, '.'),
    where: line === undefined ? 'sql' : `sql, line ${line}`,
    remedy: names ? `Did you mean ${names}? ${LISTING}` : LISTING,
  };
}
