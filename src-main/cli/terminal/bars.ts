const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const LEVELS = '▁▂▃▄▅▆▇█';

export interface Bar {
  readonly label: string;
  readonly count: number;
}

/** One horizontal bar a line, the longest `columns` wide, each with its count. Empty without bars. */
export function renderBars(bars: readonly Bar[], columns = 40): string {
  const largest = Math.max(0, ...bars.map(bar => bar.count));
  const labelWidth = Math.max(0, ...bars.map(bar => bar.label.length));
  const countWidth = Math.max(0, ...bars.map(bar => formatBarCount(bar.count).length));
  return bars
    .map(bar => {
      const label = bar.label.padStart(labelWidth);
      const count = formatBarCount(bar.count).padStart(countWidth);
      return `${label}  ${count}  ${barOf(bar.count, largest, columns)}`.trimEnd();
    })
    .join('\n');
}

/** A curve in one line of text, lowest value ▁, highest █; gaps (not finite) are blanks. */
export function renderSparkline(values: readonly number[], columns = 48): string {
  const sampled = resample(values, columns);
  const finite = sampled.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low;
  return sampled
    .map(value => {
      if (!Number.isFinite(value)) return ' ';
      const level = range > 0 ? Math.round(((value - low) / range) * (LEVELS.length - 1)) : 3;
      return LEVELS[level] ?? ' ';
    })
    .join('');
}

function barOf(count: number, largest: number, columns: number): string {
  if (!(count > 0)) return '';
  const eighths = Math.max(1, Math.round((count / largest) * columns * 8));
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '');
}

function formatBarCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** At most `columns` values: means over equal stretches. */
function resample(values: readonly number[], columns: number): number[] {
  if (values.length <= columns) return [...values];
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    const stretch = values.slice(from, to).filter(Number.isFinite);
    return stretch.reduce((sum, value) => sum + value, 0) / stretch.length;
  });
}
