let current = '';

/** Path of the scopes that are open, `forward/attention`; empty outside. */
export function currentScope(): string {
  return current;
}

/**
 * Labels what `body` emits, for profiles and graph dumps. The nodes of its gradient are made later
 * and carry the label of the place that asks for the gradient.
 */
export function scoped<T>(name: string, body: () => T): T {
  const previous = current;
  current = previous ? `${previous}/${name}` : name;
  try {
    return body();
  } finally {
    current = previous;
  }
}
