let current = '';

/** Path of the scopes that are open, `forward/attention`; empty outside. */
export function currentScope(): string {
  return current;
}

/**
 * Labels what `body` emits, for profiles and graph dumps. The nodes of its gradient are made later;
 * those of `withGradient` carry this label with `/gradient`, others that of the place that asks.
 */
export function scoped<T>(name: string, body: () => T): T {
  return inScope(current ? `${current}/${name}` : name, body);
}

/** As `scoped`, with the whole path given. */
export function inScope<T>(path: string, body: () => T): T {
  const previous = current;
  current = path;
  try {
    return body();
  } finally {
    current = previous;
  }
}
