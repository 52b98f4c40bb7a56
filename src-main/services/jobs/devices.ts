import { openDevice } from '../../compute/devices.js';
import type { DeviceFacts } from '../../contract/installation.js';
import type { Job } from './job.js';

/** Which compute devices work here. */
export const devicesJob: Job<
  Record<string, never>,
  { readonly devices: readonly DeviceFacts[] }
> = async () => {
  const device = await openDevice('reference');
  const { name, version, threads } = device;
  await device.dispose();
  return { devices: [{ name, works: true, version, threads }] };
};
