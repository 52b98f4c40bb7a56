import type { Rng } from '../base/rng.js';
import type { HostArray, TensorSpecs } from '../compute/program.js';
import { type BatchPlan, ofEveryPiece } from './batch-layout.js';
import type { ModelConfig } from './config.js';

/** A probability is kept in 1/256: four entries are decided by one 32-bit draw. */
const LEVELS = 256;

/**
 * Dropout masks of a train step: float32 0 or 1 / (1 − rate), drawn by the host and passed as inputs
 * `dropout.<where>`, so that a step is a pure function. `input` is [N, H]; each block has two branches,
 * [N, H] but for the last, [Q, H]; N and Q are a piece's. None where the rate is 0.
 */
export function dropoutSpecs(config: ModelConfig, plan: BatchPlan): TensorSpecs {
  const specs: Record<string, TensorSpecs[string]> = {};
  for (const { name, rows } of dropoutSites(config, plan))
    specs[`dropout.${name}`] = { shape: [rows, config.hidden], dtype: 'float32' };
  return ofEveryPiece(plan, specs);
}

/** Fills a piece's entries of those that dropoutSpecs names. */
export function writeDropout(
  config: ModelConfig,
  plan: BatchPlan,
  rng: Rng,
  inputs: Readonly<Record<string, HostArray>>,
): void {
  for (const { name, rate } of dropoutSites(config, plan)) {
    const mask = inputs[`dropout.${name}`];
    if (!mask) throw new Error(`internal: no array for dropout.${name}`);
    const dropped = Math.round(rate * LEVELS);
    const kept = LEVELS / (LEVELS - dropped);
    for (let i = 0; i < mask.length; i += 4) {
      const bits = rng.uint32();
      for (let j = 0; j < 4; j++) mask[i + j] = ((bits >>> (8 * j)) & 255) < dropped ? 0 : kept;
    }
  }
}

interface DropoutSite {
  readonly name: string;
  readonly rows: number;
  readonly rate: number;
}

function dropoutSites(config: ModelConfig, plan: BatchPlan): DropoutSite[] {
  const N = plan.groups.reduce((sum, group) => sum + group.users * group.length, 0);
  const Q = plan.groups.reduce((sum, group) => sum + group.users * group.queries, 0);
  const sites: DropoutSite[] = [];
  if (config.dropout.input > 0) sites.push({ name: 'input', rows: N, rate: config.dropout.input });
  if (config.dropout.residual > 0)
    for (let layer = 0; layer < config.layers; layer++)
      for (const branch of ['attention', 'feedForward'])
        sites.push({
          name: `block${layer}.${branch}`,
          rows: layer === config.layers - 1 ? Q : N,
          rate: config.dropout.residual,
        });
  return sites;
}
