/**
 * An engine's message as a sentence of its own: it comes in lower case, to stand after "error:". A name
 * that it may begin with (`run.json`, `model.hidden`) is left alone.
 */
export function asSentence(message: string): string {
  return /^[a-z]+ /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
}
