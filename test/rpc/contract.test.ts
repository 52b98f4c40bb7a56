import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../src-main/rpc/client.js';
import { RpcError } from '../../src-main/rpc/errors.js';
import { serve } from '../../src-main/rpc/server.js';
import { sampleApi, sampleHandlers } from './sample-api.js';
import { transports } from './transports.js';

describe.each(Object.entries(transports))('over %s', (_name, open) => {
  async function start() {
    const pair = await open();
    onTestFinished(() => pair.close());
    const { handlers, seen, tick } = sampleHandlers();
    const internal: unknown[] = [];
    serve(sampleApi, handlers, pair.far, { onInternalError: error => internal.push(error) });
    return { client: connect(sampleApi, pair.near), pair, seen, tick, internal };
  }

  test('a call is answered, with the defaults of its schema', async () => {
    const { client } = await start();
    expect(await client.numbers.add({ left: 3 })).toBe(4);
    expect(
      await Promise.all([1, 2, 3].map(left => client.numbers.add({ left, right: 10 }))),
    ).toEqual([11, 12, 13]);
  });

  test('a sign of life is given while a call is under way', async () => {
    const { client, pair } = await start();
    const calling = new AbortController();
    const call = client.numbers.count({ to: 0, hang: true }, { signal: calling.signal });
    const heard = new Promise(resolve => pair.near.onMessage(resolve));
    pair.near.send({ kind: 'ping', id: 7 });
    expect(await heard).toEqual({ kind: 'pong', id: 7 });
    calling.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('arrays cross with their kind, and so does NaN', async () => {
    const { client } = await start();
    const whole = Float32Array.of(9, 1, 2.5, 9);
    const result = await client.numbers.doubled({ values: whole.subarray(1, 3) });
    expect(result).toEqual({ values: Float32Array.of(2, 5), mean: Number.NaN });
    expect(result.values).toBeInstanceOf(Float32Array);
  });

  test('a parameter that does not fit is BAD_INPUT that names its path', async () => {
    const { client } = await start();
    // @ts-expect-error: as an older page would send it
    const wrong: { left: number } = { left: 'three' };
    await expect(client.numbers.add(wrong)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      where: 'left',
      message: 'numbers.add cannot take left: expected number, received string.',
    });
  });

  test('an error keeps code, place and remedy; one that nobody foresaw is INTERNAL', async () => {
    const { client, internal } = await start();
    const known = await client.numbers.fail({ how: 'known' }).catch(error => error);
    expect(known).toBeInstanceOf(RpcError);
    expect(known).toMatchObject({
      code: 'CONFLICT',
      message: 'run dense-1 is being trained.',
      where: 'runs/dense-1',
      remedy: 'Wait for it.',
    });
    expect(internal).toEqual([]);
    const unknown = await client.numbers.fail({ how: 'unknown' }).catch(error => error);
    expect(unknown).toMatchObject({ code: 'INTERNAL', message: 'x is not a function' });
    expect(internal).toEqual([new TypeError('x is not a function')]);
  });

  test('a result that cannot cross is an error, and the next call is answered', async () => {
    const { client } = await start();
    await expect(client.numbers.fail({ how: 'uncloneable' })).rejects.toMatchObject({
      code: 'INTERNAL',
    });
    expect(await client.numbers.add({ left: 1 })).toBe(2);
  });

  test('the first and the last progress arrive, before the result, and not each between', async () => {
    const { client } = await start();
    const told: number[] = [];
    const result = await client.numbers.count(
      { to: 1000 },
      { onProgress: ({ done }) => told.push(done) },
    );
    expect(result).toBe(1000);
    expect(told.at(0)).toBe(1);
    expect(told.at(-1)).toBe(1000);
    expect(told.length).toBeLessThan(20);
  });

  test('aborting rejects at once with CANCELLED and aborts the handler', async () => {
    const { client, seen } = await start();
    const cancelling = new AbortController();
    const begun = new Promise<void>(resolve => seen.waiting.push(resolve));
    const call = client.numbers.count({ to: 1, hang: true }, { signal: cancelling.signal });
    await begun;
    const ended = new Promise<void>(resolve => seen.waiting.push(resolve));
    cancelling.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await ended;
    expect(seen.aborted).toBe(1);
  });

  test('a call whose signal is aborted already is never sent', async () => {
    const { client, seen } = await start();
    const signal = AbortSignal.abort();
    await expect(client.numbers.count({ to: 0, hang: true }, { signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await client.numbers.add({ left: 1 })).toBe(2);
    expect(seen.aborted).toBe(0);
  });

  test('a feed tells until it is disposed of', async () => {
    const { client, seen, tick } = await start();
    const told: number[] = [];
    const dispose = client.clock.ticks({ from: 5 }, at => told.push(at));
    await vi.waitFor(() => expect(told).toEqual([5]));
    tick(2);
    await vi.waitFor(() => expect(told).toEqual([5, 7]));
    const disposed = new Promise<void>(resolve => seen.waiting.push(resolve));
    dispose();
    dispose();
    tick(1);
    await disposed;
    expect(seen.ticking).toBe(0);
    expect(await client.numbers.add({ left: 1 })).toBe(2);
    expect(told).toEqual([5, 7]);
  });

  test('a feed that fails tells its error once', async () => {
    const { client } = await start();
    const errors: Error[] = [];
    const never = vi.fn();
    client.clock.broken({}, never, error => errors.push(error));
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    expect(errors[0]).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such clock.' });
    expect(never).not.toHaveBeenCalled();
  });

  test('a lost port rejects what is under way with UNAVAILABLE and aborts its handlers', async () => {
    const { client, pair, seen } = await start();
    const begun = new Promise<void>(resolve => seen.waiting.push(resolve));
    const call = client.numbers.count({ to: 0, hang: true });
    const errors: Error[] = [];
    client.clock.ticks(
      { from: 0 },
      () => undefined,
      error => errors.push(error),
    );
    await begun;
    await vi.waitFor(() => expect(seen.ticking).toBe(1));
    pair.far.close();
    await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await vi.waitFor(() => expect(seen).toMatchObject({ aborted: 1, ticking: 0 }));
    expect(errors).toMatchObject([{ code: 'UNAVAILABLE' }]);
    await expect(client.numbers.add({ left: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('a procedure that the server does not know is NOT_FOUND', async () => {
    const { pair } = await start();
    const newer = { numbers: { subtract: sampleApi.numbers.add } };
    const client = connect(newer, pair.near);
    await expect(client.numbers.subtract({ left: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      where: 'numbers.subtract',
    });
  });
});
