import { promises as fs } from 'node:fs';
import { writeFileAtomic } from '../base/files.js';
import type { Phase } from './checkpoint.js';

/** One line of metrics.jsonl: figures of a stretch of steps, or of a validation. */
export type MetricLine = {
  readonly phase: Phase;
  /** Steps made when the figures were taken. */
  readonly step: number;
} & Readonly<Record<string, number | string | null>>;

const ORDER: readonly Phase[] = ['selection', 'final'];

/**
 * The metrics of a run, one JSON object a line, appended as they come. After a kill the last line may
 * be torn; `truncateAfter` drops it together with everything later than the checkpoint.
 */
export class RunLog {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async append(...lines: readonly MetricLine[]): Promise<void> {
    await fs.appendFile(this.#path, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  }

  /** All whole lines; none when there is no file. */
  async read(): Promise<MetricLine[]> {
    const text = await fs.readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').flatMap(line => {
      try {
        return line === '' ? [] : [JSON.parse(line) as MetricLine];
      } catch {
        return [];
      }
    });
  }

  /** Keeps what was logged up to `step` of `phase`, and of the phases before it. */
  async truncateAfter(phase: Phase, step: number): Promise<void> {
    const kept = (await this.read()).filter(line => {
      const order = ORDER.indexOf(line.phase) - ORDER.indexOf(phase);
      return order < 0 || (order === 0 && line.step <= step);
    });
    await writeFileAtomic(this.#path, kept.map(line => `${JSON.stringify(line)}\n`).join(''));
  }
}
