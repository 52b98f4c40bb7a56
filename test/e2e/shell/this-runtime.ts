/** Fits the product's main to the runtime of the test, which may be older, before it is loaded. */
import { app, protocol, utilityProcess } from 'electron';
import './older-node.js';

// Chromium refuses its process sandbox to root, as which tests run in a container. The window's own
// sandboxed preload and isolation stay as the product sets them.
if (process.getuid?.() === 0) app.enableSandbox = () => undefined;

// The runtime may take no ES module as the engine's program: it gets the one built for this test.
const fork = utilityProcess.fork.bind(utilityProcess);
utilityProcess.fork = (path, args, options) =>
  fork(path.replace(/main[\\/]engine-process\.mjs$/, 'shell-probe/engine.cjs'), args, options);

// Electron has `protocol.handle` since 25; before, a handler gave its answer to a callback.
protocol.handle ??= (scheme, handler) => {
  protocol.registerBufferProtocol(scheme, async ({ url }, answer) => {
    const { status, headers, body } = (await handler({
      url,
    } as Request)) as unknown as PlainResponse;
    const { 'Content-Type': mimeType = 'text/plain', ...others } = headers;
    const options = { statusCode: status, headers: others, data: Buffer.from(body) };
    answer({ ...options, mimeType: mimeType.replace(/;.*/, ''), charset: 'utf-8' });
  });
};

/** The part of Response that the product makes. */
class PlainResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(
    readonly body: string | Uint8Array,
    { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ) {
    this.status = status;
    this.headers = headers;
  }
}
Object.assign(globalThis, { Response: globalThis.Response ?? PlainResponse });
