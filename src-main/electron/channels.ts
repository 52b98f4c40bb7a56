/** Electron's own channels between main and preload; everything of the engine goes over its port. */
export const channels = {
  requestEngine: 'studio:request-engine',
  enginePort: 'studio:engine-port',
  engineLost: 'studio:engine-lost',
  pickFiles: 'studio:pick-files',
  command: 'studio:command',
  possible: 'studio:possible',
} as const;
