import type { UserEncoder } from '../../model/encoder.js';
import type { ActionColumns } from '../../model/sequence.js';

/** Embeddings that one timeline keeps. */
const KEPT = 2000;

/**
 * An encoder that remembers the embedding of each sequence of a timeline as long as the timeline is held:
 * while a playhead is dragged most of its states repeat.
 */
export function cachingEncoder(encoder: UserEncoder): UserEncoder {
  const byTimeline = new WeakMap<ActionColumns, Map<string, Float32Array>>();
  return {
    model: encoder.model,
    encode: (users, ends) => encoder.encode(users, ends),
    prepare: () => encoder.prepare(),
    dispose: () => encoder.dispose(),
    async encodeSequences(columns, sequences, signal) {
      const D = encoder.model.config.dimension;
      let known = byTimeline.get(columns);
      if (!known || known.size > KEPT) {
        known = new Map();
        byTimeline.set(columns, known);
      }
      const keys = sequences.map(sequence => sequence.join());
      const missing = [...new Set(keys)].filter(key => !known.has(key));
      const asked = missing.map(key => sequences[keys.indexOf(key)]!);
      const fresh = await encoder.encodeSequences(columns, asked, signal);
      missing.forEach((key, i) => {
        known.set(key, fresh.slice(i * D, (i + 1) * D));
      });
      const result = new Float32Array(sequences.length * D);
      keys.forEach((key, i) => {
        result.set(known.get(key)!, i * D);
      });
      return result;
    },
  };
}
