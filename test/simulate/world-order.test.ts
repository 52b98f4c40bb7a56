import { afterAll, describe, expect, test } from 'vitest';
import { openDevice } from '../../src-main/compute/devices.js';
import { buildCatalogue } from '../../src-main/data/world/catalogue.js';
import { worldConfig } from '../../src-main/data/world/config.js';
import { streamWorld } from '../../src-main/data/world/stream-world.js';
import { WorldTruth } from '../../src-main/data/world/truth.js';
import { recallByUser } from '../../src-main/evaluate/recall.js';
import { evaluationTargets } from '../../src-main/evaluate/targets.js';
import { meanOfUsers } from '../../src-main/evaluate/user-means.js';
import { knownMembers } from '../../src-main/evaluate/validation.js';
import { rankBaselines } from '../../src-main/simulate/baseline-ranks.js';
import { parseCadences } from '../../src-main/simulate/cadence.js';
import { type OracleScorer, rankOracle } from '../../src-main/simulate/oracle-ranks.js';
import { planReplay } from '../../src-main/simulate/replay.js';

const DAY_MS = 86_400_000;
const device = await openDevice('reference', {});
afterAll(() => device.dispose());

describe('the order of things on a synthetic world (spec §10)', () => {
  test('popularity << mean of the last ten pins << the oracle, and fresher is better', async () => {
    const config = worldConfig({ users: 90, pins: 2400, topics: 8, leavesPerTopic: 6 }, 'tiny');
    const catalogue = buildCatalogue(config);
    const [timelines] = [...streamWorld(config, catalogue)];
    const atMs = config.startMs + 60 * DAY_MS;
    const known = Uint8Array.from(catalogue.bornAtMs, born => (born <= atMs ? 1 : 0));
    const members = knownMembers(known);
    const cadences = parseCadences('once,daily,realtime');
    const targets = evaluationTargets(timelines!, {
      protocol: 'actions',
      atMs,
      users: Int32Array.from({ length: 90 }, (_, user) => user),
      knownPins: known,
      earliestMs: atMs - DAY_MS,
      sequenceLength: 256,
    });
    const outcomes = await rankBaselines(
      {
        device,
        timelines: timelines!,
        plan: planReplay(timelines!, targets, parseCadences('once,realtime')),
        targets,
        members,
        isTrainingUser: new Uint8Array(90).fill(1),
        pinFeatures: { values: catalogue.embeddings, known },
        ranking: {},
      },
      {},
    );
    const recall = new Map(
      outcomes.map(({ name, cadence, ranks }) => [
        cadence ? `${name}, ${cadence}` : name,
        meanOfUsers(recallByUser(targets, ranks, 10)),
      ]),
    );
    const world = new WorldTruth(config, catalogue);
    let truth = world.user(0);
    const oracle: OracleScorer = {
      scores: (user, beforeMs, window) => {
        if (truth.user !== user) truth = world.user(user);
        return truth.scores(beforeMs, window);
      },
    };
    for (const cadence of cadences) {
      const ranks = rankOracle(oracle, cadence, targets, members, {}, {});
      recall.set(`oracle, ${cadence.name}`, meanOfUsers(recallByUser(targets, ranks, 10)));
    }
    const of = (name: string) => recall.get(name)!;
    expect(targets.users.length).toBeGreaterThan(50);
    // Nobody meets a pin twice: what was visited never comes again.
    expect(of('own most-visited pins, once')).toBeLessThanOrEqual(of('popularity'));
    expect(of('mean of last 10 pins, once')).toBeGreaterThan(1.5 * of('popularity'));
    expect(of('mean of last 10 pins, realtime')).toBeGreaterThan(of('mean of last 10 pins, once'));
    expect(of('oracle, once')).toBeGreaterThan(2 * of('mean of last 10 pins, realtime'));
    expect(of('oracle, daily')).toBeGreaterThan(of('oracle, once'));
    expect(of('oracle, realtime')).toBeGreaterThan(of('oracle, daily'));
  });
});
