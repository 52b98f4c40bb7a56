import { type Estimate, formatEstimate } from './terminal/format.js';
import type { Column } from './terminal/table.js';

export const RECALL_COLUMNS: readonly Column[] = [
  { header: 'recall@10 all [95 %]' },
  { header: 'new' },
  { header: 'repeat' },
];

/** The cells of those columns. */
export function renderRecallCells(recall: {
  readonly all: Estimate;
  readonly new: Estimate;
  readonly repeat: Estimate;
}): string[] {
  return [recall.all, recall.new, recall.repeat].map(formatEstimate);
}
