import { count, day, duration, fixed, percent, recall } from '../../widgets/format.js';

/** How the numbers of a column are written, by its name and unit. */
export function columnFormat(name: string, unit: string): (value: number) => string {
  if (/^(recall|ndcg|mrr|hit)/i.test(name)) return value => recall(value);
  if (unit === 'ms' && /at|last|first/i.test(name)) return day;
  if (unit === 's') return duration;
  if (unit === 'share') return value => percent(value, 1);
  return value => (Number.isInteger(value) ? count(value) : fixed(value, 2));
}
