import { beforeEach, expect, test, vi } from 'vitest';
import { EngineHost } from '../../src-main/electron/engine-host.js';

/** The utility processes that were started, with what was sent to each. */
const started = vi.hoisted(() => [] as FakeProcess[]);

interface FakeProcess {
  readonly path: string;
  readonly args: readonly string[];
  readonly sent: Sent[];
  /** Messages of the process itself; the first brings the port that the others come over. */
  readonly own: unknown[];
  /** Closes its ports, as a death does before its exit is told. */
  closePorts(): void;
  exit(): void;
}

interface Sent {
  readonly message: { readonly kind: string };
  readonly ports: number;
}

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  class Port extends EventEmitter {
    other: Port | undefined;
    receive: (sent: Sent) => void = () => undefined;
    postMessage(message: Sent['message'], ports: readonly unknown[] = []) {
      this.other?.receive({ message, ports: ports.length });
    }
    start() {}
  }
  class MessageChannelMain {
    readonly port1 = new Port();
    readonly port2 = new Port();
    constructor() {
      this.port1.other = this.port2;
      this.port2.other = this.port1;
    }
  }
  class Process extends EventEmitter implements FakeProcess {
    readonly sent: Sent[] = [];
    readonly own: unknown[] = [];
    readonly pid = 100 + started.length;
    #isAlive = true;
    #control: Port | undefined;
    constructor(
      readonly path: string,
      readonly args: readonly string[],
    ) {
      super();
      started.push(this);
    }
    postMessage(message: unknown, [port]: readonly Port[]) {
      this.own.push(message);
      this.#control = port;
      if (port)
        port.receive = sent => {
          if (!this.#isAlive) return;
          this.sent.push(sent);
          if (sent.message.kind === 'close') queueMicrotask(() => this.exit());
        };
    }
    kill() {
      this.exit();
    }
    closePorts() {
      this.#isAlive = false;
      this.#control?.other?.emit('close');
    }
    exit() {
      this.#isAlive = false;
      this.emit('exit', 9);
    }
  }
  return {
    MessageChannelMain,
    utilityProcess: { fork: (path: string, args: readonly string[]) => new Process(path, args) },
  };
});

beforeEach(() => void started.splice(0));

test('the engine starts with the first port, for its workspace, and serves each port that follows', () => {
  const host = new EngineHost('/srv/pins');
  expect(started).toHaveLength(0);
  expect(host.connect()).not.toBe(host.connect());
  expect(started).toHaveLength(1);
  expect(started[0]?.path).toMatch(/engine-process\.mjs$/);
  expect(started[0]?.args).toEqual(['/srv/pins']);
  expect(started[0]?.sent).toEqual([
    { message: { kind: 'serve' }, ports: 1 },
    { message: { kind: 'serve' }, ports: 1 },
  ]);
});

test('an engine that died is told of and is started anew with the next port', () => {
  const host = new EngineHost('/srv/pins');
  const lost = vi.fn();
  const stop = host.onLost(lost);
  host.connect();
  started[0]?.exit();
  expect(lost).toHaveBeenCalledOnce();
  expect(host.pid).toBeUndefined();
  host.connect();
  expect(started).toHaveLength(2);
  stop();
  started[1]?.exit();
  expect(lost).toHaveBeenCalledOnce();
});

test('of an engine that is dead nothing more is asked, though its exit is not told yet', () => {
  const host = new EngineHost('/srv/pins');
  const lost = vi.fn();
  host.onLost(lost);
  host.connect();
  host.connect();
  expect(started[0]?.own).toHaveLength(1);
  started[0]?.closePorts();
  expect(lost).toHaveBeenCalledOnce();
  host.connect();
  expect(started).toHaveLength(2);
  started[0]?.exit();
  expect(lost).toHaveBeenCalledOnce();
  expect(host.pid).toBe(101);
  expect(started[0]?.own).toHaveLength(1);
  expect(started[1]?.sent).toHaveLength(1);
});

test('an engine that keeps dying is not started again until a minute has gone by', () => {
  let nowMs = 0;
  const host = new EngineHost('/srv/pins', () => nowMs);
  for (let death = 0; death < 5; death++) {
    host.connect();
    started.at(-1)?.exit();
    nowMs += 1000;
  }
  expect(() => host.connect()).toThrow('The engine ended 5 times within a minute.');
  nowMs += 60_000;
  host.connect();
  expect(started).toHaveLength(6);
});

test('a closing engine is asked to, awaited, not told of as lost, and never started again', async () => {
  const host = new EngineHost('/srv/pins');
  const lost = vi.fn();
  host.onLost(lost);
  host.connect();
  await host.close();
  expect(started[0]?.sent.at(-1)?.message).toEqual({ kind: 'close' });
  expect(lost).not.toHaveBeenCalled();
  expect(() => host.connect()).toThrow('The engine is being closed.');
});

test('closing an engine that never started is done at once', async () => {
  await new EngineHost('/srv/pins').close();
  expect(started).toHaveLength(0);
});
