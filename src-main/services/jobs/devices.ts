import { listDevices } from '../../compute/devices.js';
import type { DeviceFacts } from '../../contract/installation.js';
import type { Job } from './job.js';

export interface DevicesParams {
  readonly threads?: number | undefined;
}

/** Which compute devices work here, and how fast they are. */
export const devicesJob: Job<DevicesParams, { readonly devices: DeviceFacts[] }> = async ({
  threads,
}) => {
  const reports = await listDevices(threads === undefined ? {} : { threads });
  return {
    devices: reports.map(report => {
      if (!report.works) return report;
      const { name, works, version, gflops: gigaflops } = report;
      return { name, works, version, threads: report.threads, gigaflops };
    }),
  };
};
