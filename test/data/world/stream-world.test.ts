import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActionBuffer } from '../../../src-main/data/world/action-buffer.js';
import { CLICK, CLOSEUP, HOMEFEED, SAVE } from '../../../src-main/data/world/action-kinds.js';
import { buildCatalogue } from '../../../src-main/data/world/catalogue.js';
import { worldConfig } from '../../../src-main/data/world/config.js';
import { streamWorld, type WorldChunk } from '../../../src-main/data/world/stream-world.js';
import { UserSimulator } from '../../../src-main/data/world/user-simulator.js';

const tiny = (options: object = {}) => worldConfig({ users: 60, ...options }, 'tiny');

function played(options: object = {}, actionsPerChunk?: number): WorldChunk[] {
  const config = tiny(options);
  return [
    ...streamWorld(
      config,
      buildCatalogue(config),
      actionsPerChunk === undefined ? {} : { actionsPerChunk },
    ),
  ];
}

/** All columns of all chunks, action by action, with their users. */
function rows(chunks: readonly WorldChunk[]): number[][] {
  return chunks.flatMap(chunk =>
    Array.from({ length: chunk.userCount }, (_, u) => u).flatMap(u =>
      Array.from({ length: chunk.offsets[u + 1]! - chunk.offsets[u]! }, (_, k) => {
        const i = chunk.offsets[u]! + k;
        return [
          chunk.firstUser + u,
          chunk.pin[i]!,
          chunk.atMs[i]!,
          chunk.type[i]!,
          chunk.surface[i]!,
          chunk.durationSeconds[i]!,
          chunk.positive[i]!,
        ];
      }),
    ),
  );
}

describe('a world, streamed', () => {
  const whole = rows(played());

  test('is the same from the same seed and another from another', () => {
    expect(rows(played())).toEqual(whole);
    expect(rows(played({ seed: 2 }))).not.toEqual(whole);
  });

  test('is the same whatever the chunks', () => {
    for (const size of [1, 700, 5000]) {
      const chunks = played({}, size);
      expect(chunks.length).toBeGreaterThan(1);
      expect(rows(chunks)).toEqual(whole);
    }
  });

  test('a user does not depend on the users before or on how many there are', () => {
    const config = tiny({ users: 1 });
    const simulator = new UserSimulator(config, buildCatalogue(config));
    for (const user of [41, 7, 41]) {
      const buffer = new ActionBuffer();
      simulator.play(user, buffer);
      const mine = whole.filter(row => row[0] === user);
      expect([...buffer.pin.subarray(0, buffer.length)]).toEqual(mine.map(row => row[1]));
      expect([...buffer.atMs.subarray(0, buffer.length)]).toEqual(mine.map(row => row[2]));
    }
  });

  test('timelines ascend in whole milliseconds within the history, on pins that are born', () => {
    fc.assert(
      fc.property(fc.nat(1e6), seed => {
        const config = tiny({ seed, users: 8 });
        const { bornAtMs } = buildCatalogue(config);
        const end = config.startMs + config.days * 86_400_000;
        let before: number[] | undefined;
        for (const row of rows(played({ seed, users: 8 }))) {
          expect(Number.isInteger(row[2])).toBe(true);
          expect(row[2]! >= config.startMs && row[2]! < end).toBe(true);
          if (before && before[0] === row[0]) expect(row[2]!).toBeGreaterThan(before[2]!);
          expect(bornAtMs[row[1]!]!).toBeLessThanOrEqual(row[2]!);
          before = row;
        }
      }),
      { numRuns: 15 },
    );
  });

  test('no pin comes twice to a user, unless as the echo of a closeup', () => {
    const pairs = whole.map(row => `${row[0]} ${row[1]}`);
    expect(new Set(pairs).size).toBe(pairs.length);

    const echoing = rows(played({ repeatShare: 0.5 }));
    const met = new Map<string, number>();
    let echoes = 0;
    let closeups = 0;
    echoing.forEach((row, i) => {
      const key = `${row[0]} ${row[1]}`;
      if (row[3] === CLOSEUP) closeups++;
      if (met.has(key)) {
        echoes++;
        expect(met.get(key)).toBe(i - 1);
        expect(echoing[i - 1]![3]).toBe(CLOSEUP);
        expect(row[3]).toBe(SAVE);
      }
      met.set(key, i);
    });
    expect(echoes / closeups).toBeGreaterThan(0.46);
    expect(echoes / closeups).toBeLessThan(0.54);
  });

  test('positive are homefeed saves, and homefeed closeups and clicks of more than 10 s', () => {
    for (const [, , , type, surface, seconds, positive] of whole) {
      const long = (type === CLOSEUP || type === CLICK) && seconds! > 10;
      expect(positive).toBe(surface === HOMEFEED && (type === SAVE || long) ? 1 : 0);
      expect(seconds! > 0).toBe(type === CLOSEUP || type === CLICK);
    }
  });
});

describe('the shares of a world', () => {
  const config = tiny({ users: 300, pins: 9000 });
  const simulator = new UserSimulator(config, buildCatalogue(config));
  const users = Array.from({ length: 300 }, (_, user) => {
    const buffer = new ActionBuffer();
    return { buffer, ...simulator.play(user, buffer) };
  });
  const total = users.reduce((sum, { buffer }) => sum + buffer.length, 0);
  const share = (count: (type: number, surface: number) => boolean) =>
    users.reduce((sum, { buffer }) => {
      for (let i = 0; i < buffer.length; i++) if (count(buffer.type[i]!, buffer.surface[i]!)) sum++;
      return sum;
    }, 0) / total;

  test('types and surfaces keep to their odds', () => {
    expect(share(type => type === CLOSEUP)).toBeGreaterThan(0.55);
    expect(share(type => type === CLOSEUP)).toBeLessThan(0.65);
    expect(share(type => type === SAVE)).toBeGreaterThan(0.13);
    expect(share(type => type === SAVE)).toBeLessThan(0.21);
    expect(share((_, surface) => surface === HOMEFEED)).toBeGreaterThan(0.54);
    expect(share((_, surface) => surface === HOMEFEED)).toBeLessThan(0.65);
  });

  test('sessions have six actions on average and come at the expected rate', () => {
    let sessions = 0;
    for (const { buffer } of users)
      if (buffer.length > 0) sessions += buffer.session[buffer.length - 1]! + 1;
    expect(total / sessions).toBeGreaterThan(5.6);
    expect(total / sessions).toBeLessThan(6.4);
    const rate = users.reduce((sum, user) => sum + user.traits.sessionsPerDay, 0) * config.days;
    expect(sessions / rate).toBeGreaterThan(0.92);
    expect(sessions / rate).toBeLessThan(1.05);
  });

  test('most sessions begin within six hours of the favourite hour', () => {
    let near = 0;
    let sessions = 0;
    for (const { buffer, traits } of users)
      for (let i = 0; i < buffer.length; i++) {
        if (i > 0 && buffer.session[i] === buffer.session[i - 1]) continue;
        const hour = (buffer.atMs[i]! % 86_400_000) / 3_600_000;
        const apart = Math.abs(hour - traits.favouriteHour);
        if (Math.min(apart, 24 - apart) < 6) near++;
        sessions++;
      }
    // The von Mises mass within a quarter turn at κ = 1.5 is .85.
    expect(near / sessions).toBeGreaterThan(0.8);
    expect(near / sessions).toBeLessThan(0.9);
  });

  test('a project is on a third of the time and takes seven tenths of the actions then', () => {
    const catalogue = buildCatalogue(config);
    let moments = 0;
    let on = 0;
    let during = 0;
    let ofProject = 0;
    for (const { buffer, hidden } of users) {
      for (let day = 0.5; day < config.days; day += 3) {
        moments++;
        if (hidden.projectAt(config.startMs + day * 86_400_000) >= 0) on++;
      }
      for (let i = 0; i < buffer.length; i++) {
        const leaf = hidden.projectAt(buffer.atMs[i]!);
        if (leaf < 0) continue;
        during++;
        const pin = buffer.pin[i]!;
        if (catalogue.leaf[pin] === leaf || catalogue.secondLeaf[pin] === leaf) ofProject++;
      }
    }
    expect(on / moments).toBeGreaterThan(0.3);
    expect(on / moments).toBeLessThan(0.37);
    // A little less where a project's leaf runs out of pins.
    expect(ofProject / during).toBeGreaterThan(0.62);
    expect(ofProject / during).toBeLessThan(0.78);
  });
});
