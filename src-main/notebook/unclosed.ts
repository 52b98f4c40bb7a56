/** Where a text of YAML opens what it never closes. */

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** The last quote before `end` that begins a value; undefined without one. */
export function unclosedQuote(
  source: string,
  end: number,
): { at: number; mark: string } | undefined {
  const [last] = [...source.slice(0, end + 1).matchAll(/(?<=^|[\s[{,])["']/gm)].slice(-1);
  return last && { at: last.index, mark: last[0] };
}

/** The innermost bracket that is open at `end`, quoted text and comments left out. */
export function unclosedBracket(
  source: string,
  end: number,
): { at: number; mark: string; closing: string } | undefined {
  const open: { at: number; mark: string; closing: string }[] = [];
  const parts = source
    .slice(0, end)
    .matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?<=^|\s)#.*|[[\]{}]/gm);
  for (const { 0: mark, index: at } of parts) {
    const closing = CLOSING[mark];
    if (closing) open.push({ at, mark, closing });
    else if (open.at(-1)?.closing === mark) open.pop();
  }
  return open.at(-1);
}
