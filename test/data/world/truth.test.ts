import { describe, expect, test } from 'vitest';
import { ActionBuffer } from '../../../src-main/data/world/action-buffer.js';
import { buildCatalogue } from '../../../src-main/data/world/catalogue.js';
import { worldConfig } from '../../../src-main/data/world/config.js';
import { leafSharesLater, leafSharesWithin } from '../../../src-main/data/world/intent.js';
import { WorldTruth } from '../../../src-main/data/world/truth.js';
import { UserSimulator } from '../../../src-main/data/world/user-simulator.js';

const DAY_MS = 86_400_000;

function truthOf(options: object): WorldTruth {
  const config = worldConfig(options, 'tiny');
  return new WorldTruth(config, buildCatalogue(config));
}

const sum = (values: Iterable<number>) => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

describe('p(next pin | state)', () => {
  test('sums to 1 at any moment and leaves out pins that are met or not born', () => {
    const world = truthOf({ repeatShare: 0.2 });
    for (let user = 0; user < 10; user++) {
      const truth = world.user(user);
      for (const day of [0, 3.3, 41, 89.9]) {
        const beforeMs = world.config.startMs + day * DAY_MS;
        const chances = truth.nextPin(beforeMs);
        expect(sum(chances)).toBeCloseTo(1, 9);
        for (let pin = 0; pin < chances.length; pin++)
          if (world.catalogue.bornAtMs[pin]! > beforeMs) expect(chances[pin]).toBe(0);
        for (
          let i = 0;
          truth.actions.atMs[i]! < beforeMs - 3_600_000 && i < truth.actions.length;
          i++
        )
          expect(chances[truth.actions.pin[i]!]).toBe(0);
      }
    }
  });

  test.each([
    ['the default', {}],
    ['an echo', { repeatShare: 0.3 }],
    ['long-term interest alone', { sessionShare: 0 }],
    ['projects alone', { sessionShare: 1 }],
  ])('is calibrated with %s: the surprise of what happens is its entropy', (_, options) => {
    const world = truthOf(options);
    let difference = 0;
    let square = 0;
    let actions = 0;
    for (let user = 0; user < 40; user++) {
      const truth = world.user(user);
      for (let i = user % 5; i < truth.actions.length; i += 5) {
        const chances = truth.nextPin(truth.actions.atMs[i]!);
        const chance = chances[truth.actions.pin[i]!]!;
        expect(chance).toBeGreaterThan(0);
        let entropy = 0;
        for (const p of chances) if (p > 0) entropy -= p * Math.log(p);
        const gap = -Math.log(chance) - entropy;
        difference += gap;
        square += gap ** 2;
        actions++;
      }
    }
    const error = Math.sqrt(square) / actions;
    expect(actions).toBeGreaterThan(600);
    expect(Math.abs(difference / actions)).toBeLessThan(4 * error);
  });
});

describe('shares of a later window', () => {
  test('sum to 1 and are calibrated against the leaves that follow', () => {
    const config = worldConfig({ sessionsPerDay: 0.6, secondLeafShare: 0, pins: 5000 }, 'tiny');
    const catalogue = buildCatalogue(config);
    const simulator = new UserSimulator(config, catalogue);
    const fromMs = config.startMs + 41 * DAY_MS;
    const toMs = fromMs + 6 * DAY_MS;
    let given = 0;
    let expected = 0;
    let square = 0;
    let actions = 0;
    for (let user = 0; user < 400; user++) {
      const buffer = new ActionBuffer();
      const simulated = simulator.play(user, buffer);
      const state = {
        atMs: config.startMs + 40 * DAY_MS,
        projectLeaf: simulated.hidden.projectAt(config.startMs + 40 * DAY_MS),
        focusLeaf: -1,
        leaves: simulated.hidden.leavesAt(config.startMs + 40 * DAY_MS),
      };
      const shares = leafSharesLater(config, simulated, state, catalogue.leafCount, fromMs, toMs);
      expect(sum(shares)).toBeCloseTo(1, 9);
      const same = sum(shares.map(p => p * p));
      let gap = 0;
      for (let i = 0; i < buffer.length; i++) {
        if (buffer.atMs[i]! <= fromMs || buffer.atMs[i]! > toMs) continue;
        given += shares[catalogue.leaf[buffer.pin[i]!]!]!;
        expected += same;
        gap += shares[catalogue.leaf[buffer.pin[i]!]!]! - same;
        actions++;
      }
      square += gap ** 2;
    }
    expect(actions).toBeGreaterThan(3000);
    expect(Math.abs(given - expected)).toBeLessThan(4 * Math.sqrt(square));
    expect(given / actions).toBeGreaterThan(0.1);
  });

  test('a running session adds its focus to the window that it stands in', () => {
    const config = worldConfig({}, 'tiny');
    const catalogue = buildCatalogue(config);
    const simulated = new UserSimulator(config, catalogue).play(0, new ActionBuffer());
    const state = {
      atMs: config.startMs,
      projectLeaf: -1,
      focusLeaf: 3,
      leaves: Int32Array.from(simulated.traits.leaves, () => 5),
    };
    const toMs = config.startMs + DAY_MS;
    const idle = leafSharesWithin(config, simulated, { ...state, focusLeaf: -1 }, 24, toMs);
    const running = leafSharesWithin(config, simulated, state, 24, toMs);
    expect(running[3]!).toBeGreaterThan(idle[3]! + 0.1);
    expect(sum(running)).toBeCloseTo(1, 9);
  });
});

describe('p(pin within 14 days | state)', () => {
  test('lies in [0, 1) and says on average how many distinct pins come', () => {
    const world = truthOf({ pins: 3000 });
    const at = world.config.startMs + 40 * DAY_MS;
    let expected = 0;
    let came = 0;
    for (let user = 0; user < 120; user++) {
      const truth = world.user(user);
      const chances = truth.pinWithin(at, at, at + 14 * DAY_MS);
      for (const chance of chances) {
        expect(chance >= 0 && chance < 1).toBe(true);
        expected += chance;
      }
      for (let i = 0; i < truth.actions.length; i++)
        if (truth.actions.atMs[i]! >= at && truth.actions.atMs[i]! <= at + 14 * DAY_MS) came++;
    }
    expect(came / expected).toBeGreaterThan(0.8);
    expect(came / expected).toBeLessThan(1.25);
  });
});
