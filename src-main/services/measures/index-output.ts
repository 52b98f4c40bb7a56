import type { IndexOutput } from '../../contract/outputs.js';
import type { IndexCard } from '../index-folder.js';

/** What a window shows of an index that is kept. */
export function indexOutput(card: IndexCard): IndexOutput {
  return {
    index: card.name,
    run: card.run,
    pins: card.pins,
    kind: 'hnsw',
    m: card.links,
    efConstruction: card.efConstruction,
    efSearch: card.efSearch,
    recallAt10: card.measured?.recall ?? Number.NaN,
    milliseconds: card.measured?.approximateMilliseconds ?? Number.NaN,
    exactMilliseconds: card.measured?.exactMilliseconds ?? Number.NaN,
    buildSeconds: card.buildSeconds,
    note: card.measured ? null : 'No user could be embedded, so that its recall is not known.',
  };
}
