import { badInput } from '../base/errors.js';
import type { Dataset } from './columns.js';
import {
  type CoEngagementOptions,
  coEngagementFeatures,
  type PinVectors,
} from './pin-features/co-engagement.js';
import { fillFromContent } from './pin-features/content-fill.js';
import { appendIdentity } from './pin-features/identity.js';

export { coEngagementFeatures, type PinVectors };

/** Where pin features come from; further sources (graph features as of PinSage) are one more name. */
export type PinFeatureSource = 'given' | 'coEngagement';

export interface PinFeatures extends PinVectors {
  /** E: the width of the given embeddings, else the one asked for. */
  readonly width: number;
  readonly source: PinFeatureSource;
}

export interface PinFeatureOptions extends Omit<CoEngagementOptions, 'width'> {
  /** `auto` takes the embeddings that came with the data, else makes them from co-engagement. */
  readonly source?: PinFeatureSource | 'auto';
  /** Width of made features; given ones keep theirs. Default 64. */
  readonly width?: number;
  /**
   * What becomes of pins that stood at `untilMs` but that no training user engaged with. `fill`
   * (default) gives those with interests or a title a vector from them: on check-ins of New York it
   * took the share of targets without features from .25 to .14 and recall@10 of the mean of the last
   * ten pins from .13 to .15 (new targets .019 and .014, 264 users: undecided). `off` leaves them out.
   */
  readonly content?: 'fill' | 'off';
  /**
   * Width of a random direction of its own that made features get beside their `width`; 0 (default)
   * appends none. Where users come back to the same pins it is most of what can be known.
   */
  readonly identityWidth?: number;
}

/** A source of pin features: reads only what stood at `untilMs`, and only `users`' actions. */
type PinFeatureMethod = (dataset: Dataset, options: PinFeatureOptions) => PinFeatures;

const methods: Record<PinFeatureSource, PinFeatureMethod> = {
  given: givenFeatures,
  coEngagement: (dataset, options) => {
    const width = options.width ?? 64;
    const vectors = coEngagementFeatures(dataset.timelines, dataset.pins.count, {
      ...options,
      width,
    });
    const { untilMs, seed } = options;
    const filled =
      options.content === 'off'
        ? vectors
        : fillFromContent(vectors, dataset.pins, { untilMs, seed });
    const identityWidth = options.identityWidth ?? 0;
    const { firstAtMs } = dataset.pins;
    const whole = appendIdentity(filled, {
      width: identityWidth,
      stood: pin => firstAtMs[pin]! <= untilMs,
      seed,
    });
    return { ...whole, width: width + identityWidth, source: 'coEngagement' };
  },
};

/**
 * The pin features a model may see at `untilMs`: [pins, width] and which pins have them (the index
 * of an evaluation holds known pins only, spec §6). BAD_INPUT when `given` is asked of data that
 * brought no embeddings.
 */
export function pinFeaturesFor(dataset: Dataset, options: PinFeatureOptions): PinFeatures {
  const asked = options.source ?? 'auto';
  const source =
    asked !== 'auto' ? asked : dataset.pins.embeddingWidth > 0 ? 'given' : 'coEngagement';
  return methods[source](dataset, options);
}

/**
 * Embeddings that came with the data, as they are. A pin is known once anyone has engaged with it at
 * or before `untilMs`: before that, nothing says that it existed. A row of zeros is no embedding.
 */
function givenFeatures(dataset: Dataset, options: PinFeatureOptions): PinFeatures {
  const { count, embeddingWidth: width, embeddings, firstAtMs } = dataset.pins;
  if (width === 0)
    throw badInput('the data brings no pin embeddings.', {
      where: `data set ${dataset.name}`,
      remedy: 'Import a pins file with an embedding column, or use `coEngagement` pin features.',
    });
  const known = new Uint8Array(count);
  for (let pin = 0; pin < count; pin++) {
    if (!(firstAtMs[pin]! <= options.untilMs)) continue;
    for (let k = 0; k < width; k++)
      if (embeddings[pin * width + k] !== 0) {
        known[pin] = 1;
        break;
      }
  }
  return { values: embeddings, known, width, source: 'given' };
}
