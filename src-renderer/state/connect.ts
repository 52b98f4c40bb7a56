import { type Api, api } from '../../src-main/contract/api.js';
import {
  ENGINE_PATH,
  ENGINE_PORT_MESSAGE,
  type ShellBridge,
} from '../../src-main/contract/shell.js';
import type { Port } from '../../src-main/rpc/port.js';
import { messagePort } from '../../src-main/rpc/ports/message-port.js';
import { webSocketPort } from '../../src-main/rpc/ports/web-socket.js';
import { SYSTEM_CLOCK } from '../../src-main/rpc/pulse.js';
import { type ReconnectingClient, reconnecting } from '../../src-main/rpc/reconnecting.js';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop, before the page's own scripts run. */
    readonly studio?: ShellBridge;
  }
}

/** A server that was started again admits nobody by the cookie of the one before. */
const STARTED_ANEW =
  'Its server was started anew and does not know this window yet. Open the address that its terminal shows in this browser; this window then goes on.';

/**
 * The engine as this page reaches it: by a MessagePort in the desktop's window, by a WebSocket in a
 * browser. It connects again by itself; once it has given up, it tries again when the page is seen.
 */
export function connectToEngine(): ReconnectingClient<Api> {
  const shell = window.studio;
  const connection = reconnecting(api, () => (shell ? openInWindow(shell) : openInBrowser()), {
    pulse: SYSTEM_CLOCK,
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connection.retry();
  });
  return connection;
}

function openInWindow(shell: ShellBridge): Promise<Port> {
  return new Promise((resolve, reject) => {
    const receive = (event: MessageEvent<unknown>) => {
      const [engine] = event.ports;
      if (event.source !== window || event.data !== ENGINE_PORT_MESSAGE || !engine) return;
      window.removeEventListener('message', receive);
      const port = messagePort(engine);
      port.onClose(shell.onEngineLost(() => port.close()));
      resolve(port);
    };
    window.addEventListener('message', receive);
    shell.requestEngine().catch((error: unknown) => {
      window.removeEventListener('message', receive);
      reject(new Error(withoutElectronsWords(error)));
    });
  });
}

/** The error's own words, without what Electron puts before an error of another process. */
function withoutElectronsWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Error invoking remote method '[^']*': (\w*Error: )?/, '');
}

function openInBrowser(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}${ENGINE_PATH}`);
    socket.addEventListener('open', () => resolve(webSocketPort(socket)), { once: true });
    const fail = async () => reject(new Error(await whyRefused()));
    socket.addEventListener('close', () => void fail(), { once: true });
  });
}

/** A script is not told why a socket was not opened; the page's own address tells it. */
async function whyRefused(): Promise<string> {
  try {
    const { status } = await fetch('/', {
      method: 'HEAD',
      cache: 'no-store',
      signal: AbortSignal.timeout(2000),
    });
    if (status === 403) return STARTED_ANEW;
  } catch {
    // Nothing answers there.
  }
  return 'Its server does not answer; was it ended in the terminal?';
}
