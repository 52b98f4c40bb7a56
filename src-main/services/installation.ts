import { version } from '../../package.json';
import type { Installation, NamedVersion } from '../contract/installation.js';
import type { RunJob } from './run-job.js';

/**
 * What is installed on this machine and what works, for a window that opens on it. Devices and
 * packages are tried in compute processes, one after the other, so that a speed is measured alone.
 */
export async function describeInstallation(
  runJob: RunJob,
  shellVersions: readonly NamedVersion[],
): Promise<Installation> {
  const { packages } = await runJob('packages', {}, {});
  const { devices } = await runJob('devices', {}, {});
  return {
    versions: [{ name: 'PinnerFormer Studio', version }, ...shellVersions],
    devices,
    packages,
  };
}
