/** Text of a field for date and time, "2021-08-19T20:42:05", read as UTC as all instants of the data. */
export function utcText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19);
}

/**
 * The instant of such a text, with or without seconds; null when it is none. The text that stood there before
 * anyone wrote stays the instant it was written from: a field has no milliseconds, and actions of one second an order.
 */
export function utcInstant(text: string, from = Number.NaN): number | null {
  if (Number.isFinite(from) && text === utcText(from)) return from;
  const atMs = Date.parse(`${text}Z`);
  return Number.isFinite(atMs) ? atMs : null;
}
