// @vitest-environment happy-dom
import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { api } from '../../src-main/contract/api.js';
import { ENGINE_PORT_MESSAGE, type ShellBridge } from '../../src-main/contract/shell.js';
import { messagePort } from '../../src-main/rpc/ports/message-port.js';
import { serve } from '../../src-main/rpc/server.js';
import { connectToEngine } from '../../src-renderer/state/connect.js';

/** The desktop's bridge over an engine that tells how often it was connected to, and that can die. */
function startShell() {
  const lost = new Set<() => void>();
  const shell = { connected: 0, refusal: undefined as Error | undefined };
  const bridge: ShellBridge = {
    platform: 'linux',
    async requestEngine() {
      if (shell.refusal) throw shell.refusal;
      const { port1, port2 } = new MessageChannel();
      onTestFinished(() => port1.close());
      const memory = () => ({
        usedBytes: ++shell.connected,
        totalBytes: 9,
        engineBytes: 1,
        device: 'cpu',
      });
      serve({ app: { memory: api.app.memory } }, { app: { memory } }, messagePort(port1));
      bring(port2, window);
    },
    onEngineLost(listener) {
      lost.add(listener);
      return () => void lost.delete(listener);
    },
    pickFiles: async () => [],
    pathOfFile: () => '',
    onCommand: () => () => undefined,
    tellPossible: async () => undefined,
  };
  Object.assign(window, { studio: bridge });
  return { shell, die: () => [...lost].forEach(listener => void listener()) };
}

/** A message with a port as it comes to the page's window from `source`. */
function bring(port: unknown, source: unknown): void {
  const event = new Event('message');
  window.dispatchEvent(
    Object.assign(event, { data: ENGINE_PORT_MESSAGE, source, ports: [port] }) as Event,
  );
}

test('in the desktop the engine is reached by a port, and by a new one when it died', async () => {
  const { die } = startShell();
  const { client, state, close } = connectToEngine();
  onTestFinished(close);
  expect(await client.app.memory({})).toMatchObject({ usedBytes: 1 });
  const kinds: string[] = [];
  state.subscribe(({ kind }) => kinds.push(kind));
  die();
  expect(await client.app.memory({})).toMatchObject({ usedBytes: 2 });
  expect(kinds).toEqual(['connected', 'reconnecting', 'connected']);
});

test('a port that comes from elsewhere is not taken', async () => {
  const { shell } = startShell();
  const { client, close } = connectToEngine();
  onTestFinished(close);
  const { port1, port2 } = new MessageChannel();
  const heard = vi.fn();
  port1.on('message', heard);
  onTestFinished(() => port1.close());
  bring(port2, {});
  await client.app.memory({});
  expect(heard).not.toHaveBeenCalled();
  expect(shell.connected).toBe(1);
});

test('an engine that cannot start is told in its own words', async () => {
  const { shell } = startShell();
  shell.refusal = new Error(
    "Error invoking remote method 'studio:request-engine': StudioError: The engine ended 5 times within a minute.",
  );
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { state, close } = connectToEngine();
  onTestFinished(close);
  await vi.advanceTimersByTimeAsync(180_000);
  expect(state.get()).toEqual({
    kind: 'lost',
    reason: 'The engine ended 5 times within a minute.',
  });
});
