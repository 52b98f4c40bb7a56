import { z } from 'zod';
import type { Device } from './program.js';

/** Which device computed something, as it is kept beside a result. */
export const deviceFactsSchema = z.object({
  name: z.string(),
  /** Of what decides the bits: runtime, library, provider. */
  version: z.string(),
  threads: z.int(),
});
export type DeviceFacts = Readonly<z.infer<typeof deviceFactsSchema>>;

export function deviceFacts({ name, version, threads }: Device): DeviceFacts {
  return { name, version, threads };
}
