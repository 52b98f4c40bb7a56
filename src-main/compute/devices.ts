import type { Device, DeviceName } from './program.js';
import { openReferenceDevice } from './reference-device.js';

export interface OpenDeviceOptions {
  /** Threads of one program; as many as the machine has real cores by default. */
  readonly threads?: number;
  /** One line on which device was taken and why. */
  readonly onNote?: (line: string) => void;
}

/** Opens the named device, or the best one that works. */
export async function openDevice(
  name: DeviceName | 'auto',
  options: OpenDeviceOptions = {},
): Promise<Device> {
  options.onNote?.(`device ${name}: reference`);
  return openReferenceDevice();
}
