interface ReadCell {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly config: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * By cell, the cells above it that make a data set which it names without a `$` and which is not there
 * yet: on a new workspace it waits for them instead of failing. A query names one by its schema, or any
 * by a table without a schema.
 */
export function makersAbove(
  cells: readonly ReadCell[],
  hashOf: (dataset: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const missing: { readonly id: string; readonly dataset: string }[] = [];
  const found = new Map<string, readonly string[]>();
  for (const { id, kind, source, config } of cells) {
    const makes = kind === 'world' || kind === 'import';
    const named = config?.dataset;
    const reads = (dataset: string) =>
      kind === 'sql' ? queries(source, dataset) : named === dataset;
    const makers = missing.filter(({ dataset }) => !makes && reads(dataset));
    if (makers.length > 0)
      found.set(
        id,
        makers.map(maker => maker.id),
      );
    if (makes && typeof named === 'string' && hashOf(named) === undefined)
      missing.push({ id, dataset: named });
  }
  return found;
}

function queries(query: string, dataset: string): boolean {
  if (/(^|[^.\w"])(actions|pins|rejects)\b/i.test(query)) return true;
  const words = query.toLowerCase().match(/"[^"]*"|[\w-]+/g) ?? [];
  return words.some(word => word.replaceAll('"', '') === dataset.toLowerCase());
}
