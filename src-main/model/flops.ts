import { PHASES, SCALARS } from './batch-layout.js';
import { type ModelConfig, type ModelData, pinWidth } from './config.js';
import { EXPANSION } from './parameters.js';

/**
 * Floating-point operations of the matrix products of one sequence's forward pass, a multiplication and
 * an addition counting as two, with `length` actions and `queries` positions whose embedding is read:
 *
 * input 2 n F H · a block 2 n H² · (4 + 8) + 4 H · n(n + 1)/2 · the last block keys and values at all n,
 * the rest at the q queried positions: 2 n H² · 2 + 2 q H² · (2 + 8) + 4 H q n · user head 2 q · 4H · (H + D)
 *
 * with F the width of an action's features: pin embedding, phases and scalars. The two sums over keys are counted at
 * the pairs that the causal mask leaves. Norms, GELU and softmax are not
 * counted, nor is the small user mean of `userHead: residual`.
 */
export function forwardFlops(
  config: ModelConfig,
  data: ModelData,
  { length: n, queries: q }: { readonly length: number; readonly queries: number },
): number {
  const { hidden: H, layers: L, dimension: D } = config;
  const features = pinWidth(config, data) + 2 * PHASES + SCALARS;
  const block = 2 * n * H * H * (4 + 2 * EXPANSION) + 2 * H * n * (n + 1);
  const last = 4 * n * H * H + 2 * q * H * H * (2 + 2 * EXPANSION) + 4 * H * q * n;
  const head = 2 * q * EXPANSION * H * (H + D);
  return 2 * n * features * H + (L - 1) * block + last + head;
}
