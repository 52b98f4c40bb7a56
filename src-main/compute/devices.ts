import { CpuDevice } from './cpu-device.js';
import type { Device, DeviceName } from './program.js';
import { openReferenceDevice } from './reference-device.js';
import { defaultThreads } from './threads.js';

export interface OpenDeviceOptions {
  /** Threads of one program; one a real core by default. */
  readonly threads?: number;
  /** One line on which device was taken and why. */
  readonly onNote?: (line: string) => void;
}

/** Opens the named device, or the best one that works. */
export async function openDevice(
  name: DeviceName | 'auto',
  options: OpenDeviceOptions = {},
): Promise<Device> {
  if (name === 'reference') return openReferenceDevice();
  return new CpuDevice({ threads: options.threads ?? defaultThreads() });
}
