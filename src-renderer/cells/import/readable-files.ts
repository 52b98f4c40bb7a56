/** Endings of files that may hold actions; what they hold is told by looking into them. */
export const READABLE_ENDINGS = [
  ...['csv', 'tsv', 'tab', 'txt', 'dat', 'data', 'log'],
  ...['json', 'jsonl', 'ndjson', 'parquet'],
] as const;

const pattern = new RegExp(`\\.(${READABLE_ENDINGS.join('|')})(\\.gz)?$`, 'i');

export function mayHoldActions(fileName: string): boolean {
  return pattern.test(fileName);
}
