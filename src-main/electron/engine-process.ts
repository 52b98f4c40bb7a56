/** The engine's own process: serves one workspace on each port that main hands to it over the first. */
import { messagePort } from '../rpc/ports/message-port.js';
import { createServedEngine } from '../services/served-engine.js';
import type { ToEngine } from './engine-host.js';

const [workspaceFolder] = process.argv.slice(2);
if (workspaceFolder === undefined) throw new Error('internal: the engine was given no workspace');

const engine = createServedEngine({
  workspaceFolder,
  shell: 'electron',
  versions: [
    { name: 'Electron', version: process.versions.electron ?? 'unknown' },
    { name: 'Chromium', version: process.versions.chrome ?? 'unknown' },
    { name: 'Node', version: process.versions.node },
  ],
  onInternalError: (error, path) => {
    const described = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${path}: ${described}\n`);
  },
});

process.parentPort.once('message', ({ ports: [control] }) => {
  control?.on('message', ({ data, ports }) => {
    // Main is the only one that can send here.
    const message = data as ToEngine;
    const [port] = ports;
    if (message.kind === 'serve' && port) engine.serveEngine(messagePort(port));
    if (message.kind === 'close') void engine.close().finally(() => process.exit(0));
  });
  control?.start();
});
