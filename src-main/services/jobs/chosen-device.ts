import { openDevice } from '../../compute/devices.js';
import type { Job } from './job.js';

/** The device that jobs run on here unless told otherwise, opened and closed again. */
export const chosenDeviceJob: Job<
  Readonly<Record<string, never>>,
  { readonly name: string; readonly version: string; readonly threads: number }
> = async () => {
  const device = await openDevice('auto');
  const { name, version, threads } = device;
  await device.dispose();
  return { name, version, threads };
};
