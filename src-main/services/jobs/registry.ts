/**
 * The jobs of the compute process. Each is loaded when it is asked for, so that a process holds only
 * what its job needs.
 */
export const jobLoaders = {
  chosenDevice: async () => (await import('./chosen-device.js')).chosenDeviceJob,
  devices: async () => (await import('./devices.js')).devicesJob,
  embed: async () => (await import('./embed.js')).embedJob,
  evaluate: async () => (await import('./evaluate.js')).evaluateJob,
  export: async () => (await import('./export.js')).exportJob,
  import: async () => (await import('./import.js')).importJob,
  index: async () => (await import('./index-pins.js')).indexPinsJob,
  measure: async () => (await import('./measure.js')).measureJob,
  packages: async () => (await import('./packages.js')).packagesJob,
  profile: async () => (await import('./profile.js')).profileJob,
  project: async () => (await import('./project.js')).projectJob,
  retrieve: async () => (await import('./retrieve.js')).retrieveJob,
  simulate: async () => (await import('./simulate.js')).simulateJob,
  train: async () => (await import('./train.js')).trainJob,
  world: async () => (await import('./world.js')).worldJob,
};

export type JobKind = keyof typeof jobLoaders;
type LoadedJob<K extends JobKind> = Awaited<ReturnType<(typeof jobLoaders)[K]>>;
export type JobParams<K extends JobKind> = Parameters<LoadedJob<K>>[0];
export type JobResult<K extends JobKind> = Awaited<ReturnType<LoadedJob<K>>>;
