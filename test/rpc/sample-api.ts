import { z } from 'zod';
import { RpcError } from '../../src-main/rpc/errors.js';
import { call, feed, type HandlersOf } from '../../src-main/rpc/procedure.js';

/** A small API with one procedure of each kind that the tests of transports need. */
export const sampleApi = {
  numbers: {
    add: call(z.strictObject({ left: z.number(), right: z.number().default(1) })).returns<number>(),
    /** Counts up to `to`, telling each; waits for ever at its end when `hang` is set. */
    count: call(z.strictObject({ to: z.int().min(0), hang: z.boolean().default(false) }))
      .withProgress<{ readonly done: number }>()
      .returns<number>(),
    doubled: call(z.strictObject({ values: z.instanceof(Float32Array) })).returns<{
      readonly values: Float32Array;
      readonly mean: number;
    }>(),
    fail: call(
      z.strictObject({ how: z.enum(['known', 'unknown', 'uncloneable']) }),
    ).returns<null>(),
  },
  clock: {
    ticks: feed(z.strictObject({ from: z.int() })).of<number>(),
    broken: feed(z.strictObject({})).of<number>(),
  },
};

/** Handlers, with what a test may see of them and do to them. */
export function sampleHandlers() {
  const seen = { aborted: 0, ticking: 0, waiting: [] as (() => void)[] };
  const emitters = new Set<(step: number) => void>();
  const handlers: HandlersOf<typeof sampleApi> = {
    numbers: {
      add: ({ left, right }) => left + right,
      async count({ to, hang }, { signal, onProgress }) {
        for (let done = 1; done <= to; done++) onProgress({ done });
        if (!hang) return to;
        await new Promise<void>(resolve => {
          signal.addEventListener('abort', () => resolve(), { once: true });
          for (const wake of seen.waiting.splice(0)) wake();
        });
        seen.aborted++;
        for (const wake of seen.waiting.splice(0)) wake();
        throw new Error('Nobody hears this.');
      },
      doubled: ({ values }) => ({ values: values.map(value => 2 * value), mean: Number.NaN }),
      fail({ how }) {
        if (how === 'known')
          throw new RpcError({
            code: 'CONFLICT',
            message: 'run dense-1 is being trained.',
            where: 'runs/dense-1',
            remedy: 'Wait for it.',
          });
        if (how === 'unknown') throw new TypeError('x is not a function');
        // A result that no transport takes, which the types would not let through.
        return (() => null) as unknown as null;
      },
    },
    clock: {
      ticks({ from }, emit) {
        let at = from;
        const step = (by: number) => {
          at += by;
          emit(at);
        };
        emitters.add(step);
        seen.ticking++;
        emit(at);
        return () => {
          emitters.delete(step);
          seen.ticking--;
          for (const wake of seen.waiting.splice(0)) wake();
        };
      },
      async broken() {
        throw new RpcError({ code: 'NOT_FOUND', message: 'There is no such clock.' });
      },
    },
  };
  return {
    handlers,
    seen,
    tick: (by: number) => {
      for (const step of [...emitters]) step(by);
    },
  };
}
