import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from './errors.js';

/**
 * Lets waiting events in (messages, a cancel) between two slices of long work on this thread. CANCELLED
 * when `signal` has fired meanwhile.
 */
export async function breathe(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  throwIfCancelled(signal);
}
