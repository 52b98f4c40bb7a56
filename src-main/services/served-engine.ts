import { totalmem } from 'node:os';
import { basename } from 'node:path';
import { version } from '../../package.json';
import { api as wholeApi } from '../contract/api.js';
import type { NamedVersion } from '../contract/installation.js';
import type { Port } from '../rpc/port.js';
import type { HandlersOf } from '../rpc/procedure.js';
import { serve } from '../rpc/server.js';
import { createEngine } from './engine.js';
import { describeInstallation } from './installation.js';

export interface ServedEngineOptions {
  readonly workspaceFolder: string;
  readonly shell: 'electron' | 'web';
  /** Versions of the shell, shown among the facts of the installation. */
  readonly versions: readonly NamedVersion[];
  /** Told of errors that nobody foresaw. */
  readonly onInternalError?: (error: unknown, path: string) => void;
}

/** The engine of one workspace as a shell holds it: it answers on each port that it is given. */
export interface ServedEngine {
  serveEngine(port: Port): void;
  /** Lets go of the workspace; what runs is interrupted and can be resumed. */
  close(): Promise<void>;
}

/** What is served: procedures that have no handler yet are NOT_FOUND. */
const api = { app: wholeApi.app };

/** The one composition of API and services, for every shell. */
export function createServedEngine(options: ServedEngineOptions): ServedEngine {
  const { workspaceFolder, shell, versions, onInternalError } = options;
  const engine = createEngine({ workspaceFolder });
  /** Found once for all windows. A failure is not kept. */
  let installation: ReturnType<typeof describeInstallation> | undefined;
  const handlers: HandlersOf<typeof api> = {
    app: {
      facts: () => ({
        version,
        workspaceFolder,
        workspaceName: basename(workspaceFolder),
        writable: true,
        shell,
        platform: process.platform,
      }),
      memory: () => ({
        usedBytes: process.memoryUsage.rss(),
        totalBytes: totalmem(),
        device: 'cpu',
      }),
      installation: () => {
        installation ??= describeInstallation(engine.runJob, versions).catch(error => {
          installation = undefined;
          throw error;
        });
        return installation;
      },
    },
  };
  return {
    serveEngine: port =>
      void serve(api, handlers, port, onInternalError === undefined ? {} : { onInternalError }),
    close: async () => undefined,
  };
}
