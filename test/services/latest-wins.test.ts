import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isStudioError } from '../../src-main/base/errors.js';
import { LatestWinsQueue } from '../../src-main/services/serving/latest-wins.js';
import { Lru } from '../../src-main/services/serving/lru.js';

/** Submits work that ends when told to, and keeps what became of each request. */
function watched() {
  const queue = new LatestWinsQueue();
  const outcomes: string[] = [];
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const submit = (id: number, key?: string) =>
    queue.submit({
      id,
      key,
      work: () => {
        started.push(id);
        return new Promise(resolve => ends.set(id, () => resolve(id)));
      },
      settle: outcome => {
        if ('result' in outcome) outcomes.push(`${id} done`);
        else if (isStudioError(outcome.error)) outcomes.push(`${id} ${outcome.error.code}`);
      },
    });
  const settle = async () => {
    for (let i = 0; i < 5; i++) await setImmediate();
  };
  const end = async (id: number) => {
    ends.get(id)?.();
    await settle();
  };
  return { queue, outcomes, started, submit, settle, end };
}

describe('latest wins', () => {
  test('only the newest of a key is worked on when all came together', async () => {
    const { outcomes, started, submit, settle, end } = watched();
    for (const id of [1, 2, 3]) submit(id, 'strip');
    submit(4, 'matrix');
    await settle();
    expect(outcomes).toEqual(['1 CANCELLED', '2 CANCELLED']);
    await end(3);
    await end(4);
    expect(started).toEqual([3, 4]);
    expect(outcomes.slice(2)).toEqual(['3 done', '4 done']);
  });

  test('a running request that was displaced fails as CANCELLED when it ends', async () => {
    const { outcomes, submit, settle, end } = watched();
    submit(1, 'strip');
    await settle();
    submit(2, 'strip');
    await end(1);
    await end(2);
    expect(outcomes).toEqual(['1 CANCELLED', '2 done']);
  });

  test('requests without a key do not displace each other; one can be cancelled', async () => {
    const { queue, outcomes, submit, settle, end } = watched();
    for (const id of [1, 2, 3]) submit(id);
    await settle();
    queue.cancel(2);
    queue.cancel(99);
    await end(1);
    await end(3);
    expect(outcomes).toEqual(['2 CANCELLED', '1 done', '3 done']);
  });
});

test('an Lru forgets what was not asked for longest', () => {
  const forgotten: string[] = [];
  const lru = new Lru<string, number>(2, (_value, key) => forgotten.push(key));
  lru.set('a', 1);
  lru.set('b', 2);
  lru.get('a');
  lru.set('c', 3);
  expect(forgotten).toEqual(['b']);
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([1, undefined, 3]);
  lru.clear();
  expect(forgotten).toEqual(['b', 'a', 'c']);
});
