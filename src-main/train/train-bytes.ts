import type { ModelData } from '../model/config.js';
import { HELD_A_POSITION, piecesFor } from './batch-parts.js';
import type { TrainConfig } from './config.js';
import { logitShape } from './step-flops.js';

/** Bytes of a parameter's float32 with its two moments, each in two copies that change places. */
const BYTES_A_PARAMETER = 4 * 3 * 2;
/** Copies of the float32 logits: themselves, their softmax, its gradient. */
const COPIES_OF_LOGITS = 3;
/** Copies of the pin tower's hidden layer over the pool, of 4 D floats a pin. */
const COPIES_OF_TOWER = 10;
/** Of the compute process before any batch: Node, the device's library, graphs, a small data set. */
const PROCESS_BYTES = 330e6;
/** Of a lane beyond the first, and the share of what is computed at once that its programs keep anew. */
const LANE_BYTES = 190e6;
const HELD_BY_LANE = 0.4;

/**
 * Bytes at the peak of a training: the process's own; of what one piece in every lane computes at once
 * 62 H floats a position and layer and three copies of its logits; ten of the pin tower's hidden layer
 * over the pool; the batch's pins; and for every lane 24 bytes a parameter, and beyond the first lane
 * 190 MB and .4 of what is computed at once. .88 to 1.07 of the peaks that bench train-memory
 * measures for the presets tiny to base on one and two threads; less where timelines are shorter than M.
 */
export function trainBytes(
  config: TrainConfig,
  of: { readonly parameters: number; readonly data: ModelData; readonly lanes: number },
): number {
  const { model, batchUsers, negatives } = config;
  const { lanes, parameters } = of;
  const pieces = piecesFor(config, lanes);
  const positions = batchUsers * model.sequenceLength;
  const { rows, columns } = logitShape(config);
  const held = (positions / pieces) * model.layers * HELD_A_POSITION * model.hidden * 4;
  const logits = COPIES_OF_LOGITS * (rows / pieces) * columns * 4;
  const tower = COPIES_OF_TOWER * columns * 4 * model.dimension * 4;
  const pins = (positions + negatives.random) * of.data.embeddingWidth * 4;
  const ofLanes = (lanes - 1) * (LANE_BYTES + HELD_BY_LANE * (held + logits));
  return (
    PROCESS_BYTES + held + logits + tower + pins + lanes * parameters * BYTES_A_PARAMETER + ofLanes
  );
}
