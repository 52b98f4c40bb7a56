import { existsSync } from 'node:fs';
import { add, type Tensor } from '@tensorflow/tfjs-core';
import { StudioError } from '../base/errors.js';
import { measureGemm } from './measure-gemm.js';
import type { Device, DeviceName } from './program.js';
import { openReferenceDevice } from './reference-device.js';
import { openTensorflowDevice } from './tensorflow-device.js';
import { defaultThreads } from './threads.js';

export interface OpenDeviceOptions {
  /** Threads of one program; one a real core by default. */
  readonly threads?: number;
  /** One line on which device was taken and why. */
  readonly onNote?: (line: string) => void;
  /** Folder for graphs and profiles of the `cpu` device's programs. */
  readonly inspectFolder?: string;
}

/** What `devices` prints of one device. */
export type DeviceReport =
  | {
      readonly name: DeviceName;
      readonly works: true;
      readonly version: string;
      readonly threads: number;
      /** Measured in a short float32 matrix product. */
      readonly gflops: number;
    }
  | { readonly name: DeviceName; readonly works: false; readonly reason: string };

const NAMES: readonly DeviceName[] = ['cpu', 'tensorflow', 'reference'];
/** Two numbers that Linux and Windows show where NVIDIA's driver is installed. */
const NVIDIA_DRIVERS = ['/dev/nvidiactl', 'C:/Windows/System32/nvcuda.dll'];
/** Side of the matrices that a device is measured by: some 30 ms a run, on the reference device too. */
const GEMM_SIDE: Readonly<Record<DeviceName, number>> = {
  cpu: 1024,
  tensorflow: 1024,
  reference: 192,
};

/**
 * Opens the named device (UNAVAILABLE says why it cannot be had), or for `auto` the best that works:
 * TensorFlow where it reaches a GPU, the compiled `cpu` device, else the reference.
 */
export async function openDevice(
  name: DeviceName | 'auto',
  options: OpenDeviceOptions = {},
): Promise<Device> {
  if (name !== 'auto') return openWorking(name, options);
  const refused: string[] = [];
  for (const candidate of candidates()) {
    try {
      const device = await openWorking(candidate, options, candidate === 'tensorflow');
      const reasons = refused.map(reason => `; ${reason}`).join('');
      options.onNote?.(
        `Device ${device.name}: ${device.version}, ${threadsText(device)}${reasons}.`,
      );
      return device;
    } catch (error) {
      refused.push(`${candidate} was left out: ${reasonOf(error)}`);
    }
  }
  throw new StudioError('UNAVAILABLE', `no device works: ${refused.join('; ')}`);
}

/** Opens each device, measures it shortly and closes it again. */
export async function listDevices(options: OpenDeviceOptions = {}): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const name of NAMES) {
    try {
      const device = await openWorking(name, options);
      const gflops = await measureDevice(device);
      reports.push({ name, works: true, version: device.version, threads: device.threads, gflops });
      await device.dispose();
    } catch (error) {
      reports.push({ name, works: false, reason: reasonOf(error) });
    }
  }
  return reports;
}

/** 10⁹ operations a second of a large float32 matrix product, best of five. */
export async function measureDevice(device: Device): Promise<number> {
  const side = GEMM_SIDE[device.name];
  return (await measureGemm(device, { m: side, k: side, n: side, repeats: 5 })).gflops;
}

function candidates(): DeviceName[] {
  const withGpu = NVIDIA_DRIVERS.some(path => existsSync(path));
  return withGpu ? ['tensorflow', 'cpu', 'reference'] : ['cpu', 'reference'];
}

async function openWorking(
  name: DeviceName,
  options: OpenDeviceOptions,
  onlyWithGpu = false,
): Promise<Device> {
  const device = await openNamed(name, options, onlyWithGpu);
  await checkThatItComputes(device);
  return device;
}

async function openNamed(
  name: DeviceName,
  options: OpenDeviceOptions,
  onlyWithGpu: boolean,
): Promise<Device> {
  const threads = options.threads ?? defaultThreads();
  if (name === 'reference') return openReferenceDevice();
  if (name === 'tensorflow') {
    const { device, usesGpu } = openTensorflowDevice(threads);
    if (onlyWithGpu && !usesGpu)
      throw new StudioError('UNAVAILABLE', `${device.version} does not reach the GPU`);
    return device;
  }
  // Imported here, so that a machine that cannot load onnxruntime still has the other devices.
  const { CpuDevice } = await import('./cpu-device.js').catch((cause: unknown) => {
    throw new StudioError('UNAVAILABLE', `onnxruntime does not load: ${reasonOf(cause)}`, {
      cause,
    });
  });
  const { inspectFolder } = options;
  return new CpuDevice({ threads, ...(inspectFolder === undefined ? {} : { inspectFolder }) });
}

async function checkThatItComputes(device: Device): Promise<void> {
  const specs = { state: {}, inputs: { x: { shape: [2], dtype: 'float32' } } } as const;
  const double = ({ x }: { x?: Tensor }) => {
    if (!x) throw new Error('internal: the input is missing');
    return { state: {}, outputs: { y: add(x, x) } };
  };
  const program = await device.compile((_, inputs) => double(inputs), specs, 'check');
  const { y } = await program.run(undefined, { x: Float32Array.of(1, -3) });
  program.dispose();
  if (y?.[0] !== 2 || y[1] !== -6)
    throw new StudioError('UNAVAILABLE', `1 + 1 gave ${y?.[0]} on ${device.version}`);
}

function threadsText(device: Device): string {
  return device.threads === 1 ? '1 thread' : `${device.threads} threads`;
}

function reasonOf(error: unknown): string {
  if (error instanceof StudioError) return error.describe();
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
