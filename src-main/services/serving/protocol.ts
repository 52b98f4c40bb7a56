/**
 * The messages between the engine and its serving process; they cross with structured clone, as those of
 * jobs do (job-protocol).
 */
import type { PlainError } from '../job-protocol.js';

export type ToServingHost =
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly method: string;
      readonly params: unknown;
      /** Client and channel: a newer request of the same key displaces older ones. */
      readonly key?: string | undefined;
    }
  | { readonly type: 'cancel'; readonly id: number };

export type FromServingHost =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: PlainError }
  | { readonly type: 'note'; readonly line: string };
