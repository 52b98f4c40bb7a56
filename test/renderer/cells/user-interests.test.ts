import { expect, test } from 'vitest';
import { entropyOf, userInterests } from '../../../src-renderer/cells/diversity/user-interests.js';

/** Four actions: bread, vans, a pin without interest, bread. */
const life = {
  interest: Int16Array.of(0, 1, -1, 0),
  interests: [
    { name: 'bread', share: 0.5 },
    { name: 'vans', share: 0.25 },
  ],
};

test('results and history are counted by first interest, up to the playhead, the largest first', () => {
  const results = [['tiles', 'bread'], ['bread'], [], ['tiles']].map(interests => ({ interests }));
  const all = userInterests(results, life, 4);
  const rounded = all.map(({ name, ...shares }) => [
    name,
    ...Object.values(shares).map(share => Math.round(share * 3)),
  ]);
  expect(rounded).toEqual([
    ['tiles', 2, 0],
    ['bread', 1, 2],
    ['vans', 0, 1],
  ]);
  expect(userInterests(results, life, 2).find(({ name }) => name === 'bread')?.history).toBe(0.5);
});

test('results of two interests alike have ln 2 nats, those of one or none have none', () => {
  const of = (...names: string[]) =>
    entropyOf(
      userInterests(
        names.map(name => ({ interests: [name] })),
        life,
        4,
      ),
    );
  expect(of('a', 'b', 'a', 'b')).toBeCloseTo(Math.LN2, 12);
  expect([of('a', 'a'), of()]).toEqual([0, 0]);
});
