import type { Dataset } from '../data/columns.js';
import type { ModelData } from '../model/config.js';
import type { TrainConfig } from './config.js';

/** Width of the pin features: that of the data's embeddings, else of those that the config has made. */
export function embeddingWidthOf(
  { pins }: Pick<Dataset, 'pins'>,
  { pinFeatureWidth, pinIdentityWidth }: TrainConfig,
): number {
  return pins.embeddingWidth || pinFeatureWidth + pinIdentityWidth;
}

/** What a model needs to know of its data, with pin features of this width. */
export function modelDataOf({ pins, actionTypes, surfaces, has }: Dataset, embeddingWidth: number) {
  return {
    embeddingWidth,
    pins: pins.count,
    actionTypes: Math.max(1, actionTypes.length),
    surfaces: Math.max(1, surfaces.length),
    has: { type: has.type, surface: has.surface, duration: has.duration },
  } satisfies ModelData;
}
