import type { Job } from './registry.js';

/** Which compute devices work here. */
export const devicesJob: Job<Record<string, never>, { devices: unknown[] }> = async () => ({
  devices: [],
});
