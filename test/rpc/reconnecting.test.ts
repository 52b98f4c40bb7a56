import { expect, onTestFinished, test, vi } from 'vitest';
import type { Port } from '../../src-main/rpc/port.js';
import { inMemoryPorts } from '../../src-main/rpc/ports/in-memory.js';
import { type ConnectionState, reconnecting } from '../../src-main/rpc/reconnecting.js';
import { serve } from '../../src-main/rpc/server.js';
import { sampleApi, sampleHandlers } from './sample-api.js';

/** An engine that can be away, and a client of it whose waits are listed and take no time. */
function start(options: { readonly delaysMs?: readonly number[] } = {}) {
  const engine = sampleHandlers();
  const served: Port[] = [];
  let away = false;
  let opened: (() => void) | undefined;
  const waits: number[] = [];
  const states: ConnectionState[] = [];
  const connection = reconnecting(
    sampleApi,
    async () => {
      if (away) throw new Error('nobody listens');
      const [near, far] = inMemoryPorts();
      serve(sampleApi, engine.handlers, far);
      served.push(far);
      opened?.();
      return near;
    },
    {
      delaysMs: options.delaysMs ?? [1, 2, 3],
      wait: async ms => {
        waits.push(ms);
        if (waits.length === 2) await new Promise<void>(resolve => setImmediate(resolve));
      },
    },
  );
  onTestFinished(() => connection.close());
  connection.state.subscribe(state => states.push(state));
  return {
    ...engine,
    ...connection,
    states,
    waits,
    drop: () => served.at(-1)?.close(),
    setAway: (value: boolean) => {
      away = value;
    },
    onOpen: (listener: () => void) => {
      opened = listener;
    },
  };
}

test('calls made before the first port is open are sent when it is', async () => {
  const { client, states } = start();
  expect(await client.numbers.add({ left: 1 })).toBe(2);
  expect(states).toEqual([{ kind: 'connecting' }, { kind: 'connected' }]);
});

test('after a loss a feed goes on by itself and tells the whole anew', async () => {
  const { client, tick, drop, states, seen } = start();
  const told: number[] = [];
  const failed = vi.fn();
  client.clock.ticks({ from: 5 }, at => told.push(at), failed);
  await vi.waitFor(() => expect(told).toEqual([5]));
  drop();
  await vi.waitFor(() => expect(told).toEqual([5, 5]));
  tick(1);
  await vi.waitFor(() => expect(told).toEqual([5, 5, 6]));
  expect(seen.ticking).toBe(1);
  expect(failed).not.toHaveBeenCalled();
  expect(states.map(({ kind }) => kind)).toEqual([
    'connecting',
    'connected',
    'reconnecting',
    'connected',
  ]);
});

test('a feed disposed of while there is no port is not subscribed to again', async () => {
  const { client, drop, seen } = start();
  const listener = vi.fn();
  const dispose = client.clock.ticks({ from: 5 }, listener);
  await vi.waitFor(() => expect(listener).toHaveBeenCalledOnce());
  drop();
  await vi.waitFor(() => expect(seen.ticking).toBe(0));
  dispose();
  expect(await client.numbers.add({ left: 1 })).toBe(2);
  expect(seen.ticking).toBe(0);
  expect(listener).toHaveBeenCalledOnce();
});

test('a call under way fails with UNAVAILABLE and is not made twice', async () => {
  const { client, drop, seen } = start();
  const begun = new Promise<void>(resolve => seen.waiting.push(resolve));
  const call = client.numbers.count({ to: 0, hang: true });
  await begun;
  drop();
  await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await client.numbers.add({ left: 1 })).toBe(2);
  expect(seen.aborted).toBe(1);
});

test('it waits longer each time, is lost when the waits run out, and can be tried again', async () => {
  const { client, drop, setAway, retry, state, states, waits } = start();
  await client.numbers.add({ left: 1 });
  const told: number[] = [];
  client.clock.ticks({ from: 1 }, at => told.push(at));
  await vi.waitFor(() => expect(told).toEqual([1]));
  setAway(true);
  drop();
  await vi.waitFor(() => expect(state.get().kind).toBe('lost'));
  expect(waits).toEqual([1, 2, 3]);
  expect(states.slice(2)).toEqual([
    { kind: 'reconnecting', attempt: 1 },
    { kind: 'reconnecting', attempt: 2, reason: 'nobody listens' },
    { kind: 'reconnecting', attempt: 3, reason: 'nobody listens' },
    { kind: 'reconnecting', attempt: 4, reason: 'nobody listens' },
    { kind: 'lost', reason: 'nobody listens' },
  ]);
  await expect(client.numbers.add({ left: 1 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'The engine cannot be reached: nobody listens',
  });
  setAway(false);
  retry();
  await vi.waitFor(() => expect(told).toEqual([1, 1]));
  expect(await client.numbers.add({ left: 1 })).toBe(2);
});

test('a call aborted while it waits for a port is never sent', async () => {
  const { client, drop, setAway, retry, state, seen } = start({ delaysMs: [] });
  await client.numbers.add({ left: 1 });
  setAway(true);
  drop();
  await vi.waitFor(() => expect(state.get().kind).toBe('lost'));
  setAway(false);
  retry();
  const cancelling = new AbortController();
  const call = client.numbers.count({ to: 0, hang: true }, { signal: cancelling.signal });
  cancelling.abort();
  await expect(call).rejects.toMatchObject({
    code: expect.stringMatching(/CANCELLED|UNAVAILABLE/),
  });
  await vi.waitFor(() => expect(state.get().kind).toBe('connected'));
  expect(seen.aborted).toBe(0);
});
