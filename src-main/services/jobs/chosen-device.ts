import { measureDevice, openDevice } from '../../compute/devices.js';
import type { DeviceName } from '../../compute/program.js';
import type { Job } from './job.js';

export interface ChosenDevice {
  readonly name: DeviceName;
  /** Of a large float32 matrix product. */
  readonly gigaflops: number;
}

/** The device that jobs run on here unless told otherwise, opened, measured and closed again. */
export const chosenDeviceJob: Job<Readonly<Record<string, never>>, ChosenDevice> = async () => {
  const device = await openDevice('auto');
  try {
    return { name: device.name, gigaflops: await measureDevice(device) };
  } finally {
    await device.dispose();
  }
};
