import { expect, onTestFinished, test, vi } from 'vitest';
import type { Port } from '../../src-main/rpc/port.js';
import { inMemoryPorts } from '../../src-main/rpc/ports/in-memory.js';
import type { Request } from '../../src-main/rpc/protocol.js';
import type { Clock } from '../../src-main/rpc/pulse.js';
import { type ConnectionState, reconnecting } from '../../src-main/rpc/reconnecting.js';
import { serve } from '../../src-main/rpc/server.js';
import { sampleApi, sampleHandlers } from './sample-api.js';

/** A clock that is put forward by hand, and how many still go by it. */
function handClock() {
  let nowMs = 0;
  const ticks = new Set<() => void>();
  const clock: Clock = {
    now: () => nowMs,
    every(_ms, tick) {
      ticks.add(tick);
      return () => void ticks.delete(tick);
    },
  };
  /** Lets all that is on its way arrive, after each tick. */
  const goOn = async (times: number, eachMs = 2000) => {
    for (let i = 0; i < times; i++) {
      nowMs += eachMs;
      for (const tick of [...ticks]) tick();
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  return { clock, goOn, ticks };
}

/** An engine that can be stopped as SIGSTOP does: nothing is lost, and nothing arrives until it goes on. */
async function start() {
  const { clock, goOn, ticks } = handClock();
  const { handlers, tick } = sampleHandlers();
  const held: Request[] = [];
  const seen: Request[] = [];
  let stopped = false;
  let take: (request: Request) => void = () => undefined;
  const ends: Port[] = [];
  const connection = reconnecting(
    sampleApi,
    async () => {
      const [near, far] = inMemoryPorts();
      ends.push(far);
      serve(sampleApi, handlers, {
        ...far,
        onMessage(listener) {
          take = request => {
            seen.push(request);
            listener(request);
          };
          // A client sends nothing but requests.
          far.onMessage(request =>
            stopped ? held.push(request as Request) : take(request as Request),
          );
        },
      });
      return near;
    },
    { pulse: clock },
  );
  onTestFinished(() => connection.close());
  expect(await connection.client.numbers.add({ left: 1 })).toBe(2);
  const states: ConnectionState['kind'][] = [];
  connection.state.subscribe(({ kind }) => states.push(kind));
  return {
    ...connection,
    states,
    seen,
    tick,
    goOn,
    ticks,
    stop: () => {
      stopped = true;
    },
    resume: () => {
      stopped = false;
      for (const request of held.splice(0)) take(request);
    },
    drop: () => ends.at(-1)?.close(),
  };
}

test('an engine that answers is never silent, and is asked one thing at a time', async () => {
  const { goOn, states, seen } = await start();
  await goOn(50);
  expect(states).toEqual(['connected']);
  expect(seen.filter(({ kind }) => kind === 'ping').length).toBe(50);
});

test('an engine that stands still is silent after four ticks, and what was asked is answered once it goes on', async () => {
  const { client, goOn, stop, resume, states, seen } = await start();
  await goOn(1);
  stop();
  const asked = client.numbers.add({ left: 41 });
  await goOn(3);
  expect(states).toEqual(['connected']);
  await goOn(1);
  expect(states).toEqual(['connected', 'silent']);
  await goOn(1000);
  resume();
  expect(await asked).toBe(42);
  expect(states).toEqual(['connected', 'silent', 'connected']);
  expect(seen.filter(({ kind }) => kind === 'ping').length).toBe(2);
});

test('whatever an engine sends is a sign of life, so that one slow answer is no silence', async () => {
  const { client, goOn, stop, tick, states } = await start();
  client.clock.ticks({ from: 1 }, () => undefined);
  await goOn(1);
  stop();
  for (let i = 0; i < 20; i++) {
    tick(1);
    await goOn(1);
  }
  expect(states).toEqual(['connected']);
});

test('time in which this side stood still does not count', async () => {
  const { goOn, stop, states } = await start();
  await goOn(1);
  stop();
  // A page in the background, whose timers run once a minute; then a night's sleep.
  await goOn(30, 60_000);
  await goOn(1, 8 * 3_600_000);
  await goOn(2);
  expect(states).toEqual(['connected']);
  await goOn(1);
  expect(states).toEqual(['connected', 'silent']);
});

test('a port that is lost while it is silent is replaced, and no longer watched', async () => {
  const { client, goOn, stop, resume, drop, states, ticks } = await start();
  await goOn(1);
  stop();
  await goOn(4);
  drop();
  resume();
  await vi.waitFor(() => expect(states.at(-1)).toBe('connected'));
  expect(await client.numbers.add({ left: 1 })).toBe(2);
  expect(states).toEqual(['connected', 'silent', 'reconnecting', 'connected']);
  expect(ticks.size).toBe(1);
});

test('a closed connection is no longer watched', async () => {
  const { close, ticks } = await start();
  close();
  expect(ticks.size).toBe(0);
});
