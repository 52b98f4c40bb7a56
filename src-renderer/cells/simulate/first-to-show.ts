import type { SimulateOutput } from '../../../src-main/contract/outputs.js';
import { recall } from '../../widgets/format.js';
import { whoPays } from './who-pays.js';

/** Whom to show before anybody is chosen, and why, in words that follow "Shown first: ". */
export interface FirstToShow {
  readonly user: string;
  readonly because: string;
}

/**
 * Of the users that a replay of `run` measured, who loses most recall@10 when daily embeddings serve
 * instead of realtime ones; where these were not replayed, the last two cadences that were. Null where
 * nobody loses anything.
 */
export function firstToShow(perUser: SimulateOutput['perUser'], run: string): FirstToShow | null {
  const cadences = perUser.cells.filter(cell => cell.run === run).map(({ cadence }) => cadence);
  const paper = cadences.includes('daily') && cadences.includes('realtime');
  const [from, to] = paper ? ['daily', 'realtime'] : cadences.slice(-2);
  if (from === undefined || to === undefined) return null;
  const [most] = whoPays(perUser, run, from, to, 'all');
  if (most === undefined) return null;
  const because = `loses most recall@10 under ${from} inference, ${recall(most.from)} against ${recall(most.to)} ${to}`;
  return { user: most.user, because };
}
