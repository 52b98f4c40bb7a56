import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hnswWorks } from '../../src-main/retrieve/hnsw.js';
import { createEngine } from '../../src-main/services/engine.js';
import type { Serving } from '../../src-main/services/serving/serving.js';
import { skipUnless } from '../skip.js';
import { temporaryFolder } from './cli-process.js';
import { cadences, codeOf, place, serveTinyRun } from './served-run.js';

const testWithPackage = skipUnless(
  await hnswWorks(),
  'hnswlib-node does not load here; it needs a C++ compiler to install',
);
const workspace = join(temporaryFolder(), 'workspace');
let serving: Serving;
let user: string;
let trainedMs: number;

beforeAll(async () => {
  ({ serving, user, trainedMs } = await serveTinyRun(workspace));
}, 180_000);
afterAll(() => serving?.stop());

describe('a serving process', () => {
  it('lists users by part and prefix, page by page', async () => {
    const all = await serving.users({ place: { dataset: 'world' }, offset: 0, limit: 500 });
    expect(all.users[0]?.part).toBeNull();
    const test = await serving.users({ place, part: 'test', offset: 1, limit: 2 });
    expect(test.users.map(({ part }) => part)).toEqual(['test', 'test']);
    expect(test.total).toBeLessThan(all.total);
    const prefix = user.slice(0, -1);
    const found = await serving.users({ place, prefix, offset: 0, limit: 500 });
    expect(found.users.every(({ id }) => id.startsWith(prefix))).toBe(true);
    expect(found.users.map(({ id }) => id)).toContain(user);
    const named = await serving.users({
      place,
      prefix: user,
      order: 'actions',
      offset: 0,
      limit: 1,
    });
    expect(named.users[0]?.id).toBe(user);
    const spelled = user.toUpperCase().replace('-', ' ');
    const other = await serving.users({ place, prefix: spelled, offset: 0, limit: 1 });
    expect(other.users[0]?.id).toBe(user);
    const facts = found.users.find(({ id }) => id === user);
    expect(facts?.activity.reduce((sum, n) => sum + n, 0)).toBe(facts?.actions);
  });

  it('gives a timeline as columns, and its pins with their titles', async () => {
    const timeline = await serving.userTimeline({ ...place, user });
    expect(timeline.atMs).toBeInstanceOf(Float64Array);
    expect(timeline.pin.length).toBe(timeline.atMs.length);
    expect(Math.max(...timeline.interest)).toBe(timeline.interests.length - 1);
    const [pin] = await serving.pins({
      dataset: 'world',
      pins: timeline.pin.slice(0, 1),
      links: true,
    });
    expect(pin).toMatchObject({ pin: timeline.pin[0], interests: [expect.any(String)] });
  });

  it('answers what a moment is, retrieves and attends to, all of the same sequence', async () => {
    const atMs = trainedMs + 3 * 86_400_000;
    const moment = await serving.momentOf({ ...place, user, atMs, cadences });
    expect(moment.inForce.map(({ cadence }) => cadence)).toEqual(['once', 'daily', 'realtime']);
    expect(moment.inForce[2]?.cosineToRealtime).toBeCloseTo(1, 5);
    const attention = await serving.attentionAt({ ...place, user, atMs });
    expect(attention.sequence).toEqual(moment.sequence);
    attention.embedding.forEach((value, d) => {
      expect(value).toBeCloseTo(moment.embedding[d]!, 4);
    });
    const retrieved = await serving.retrieveAt({ ...place, user, atMs, cadences, k: 10 });
    expect(retrieved.columns.map(({ pins }) => pins.length)).toEqual([10, 10, 10]);
    const [once, daily] = retrieved.columns;
    const came = daily?.pins.filter(({ rankBefore }) => rankBefore === 0).length;
    expect(came).toBe(daily?.went?.length);
    expect(once?.pins.every(({ rankBefore }) => rankBefore === null)).toBe(true);
    const kept = daily?.pins.filter(({ rankBefore }) => (rankBefore ?? 0) > 0) ?? [];
    for (const { pin, rankBefore } of kept) expect(once?.pins[rankBefore! - 1]?.pin).toBe(pin);
  });

  it('counts the interests of results and past, a pin among several by parts', async () => {
    const atMs = trainedMs;
    const found = await serving.interestsAt({ ...place, user, atMs, cadence: 'realtime', k: 50 });
    const top = await serving.retrieveAt({ ...place, user, atMs, k: 50, cadences: 'realtime' });
    const timeline = await serving.userTimeline({ ...place, user });
    const past = timeline.pin.slice(0, timeline.atMs.filter(at => at <= atMs).length);
    const acted = await serving.pins({ dataset: 'world', pins: past });
    const shares = (lists: readonly (readonly string[])[]) => {
      const weights = new Map<string, number>();
      const known = lists.filter(names => names.length > 0);
      for (const names of known)
        for (const name of names)
          weights.set(name, (weights.get(name) ?? 0) + 1 / names.length / known.length);
      return weights;
    };
    const factsOf = new Map(acted.map(facts => [facts.pin, facts.interests]));
    const results = shares(top.columns[0]!.pins.map(({ interests }) => interests));
    const history = shares(Array.from(past, pin => factsOf.get(pin) ?? []));
    expect(found).toMatchObject({ retrieved: 50, actions: past.length });
    expect(found.interests.length).toBe(new Set([...results.keys(), ...history.keys()]).size);
    for (const { name, ...each } of found.interests) {
      expect(each.results).toBeCloseTo(results.get(name) ?? 0, 9);
      expect(each.history).toBeCloseTo(history.get(name) ?? 0, 9);
    }
    const entropy = [...results.values()].reduce((sum, p) => sum - p * Math.log(p), 0);
    expect(found.entropy).toBeCloseTo(entropy, 9);
    const largest = found.interests.map(each => Math.max(each.results, each.history));
    expect(largest).toEqual([...largest].sort((a, b) => b - a));
  });

  it('has no interests where nothing is retrieved', async () => {
    const before = { ...place, user, atMs: 0, cadence: 'realtime', k: 50 };
    expect(await serving.interestsAt(before)).toEqual({
      interests: [],
      entropy: Number.NaN,
      retrieved: 0,
      actions: 0,
    });
  });

  it('retrieves what the command retrieves', async () => {
    const engine = createEngine({ workspaceFolder: workspace });
    const atMs = trainedMs + 86_400_000;
    const asked = { ...place, user, atMs, k: 20, tail: 1, device: 'cpu', threads: 1 } as const;
    const { pins } = await engine.retrieval.retrieve(asked, {});
    const answer = await serving.retrieveAt({ ...place, user, atMs, k: 20, cadences: 'realtime' });
    const shown = answer.columns[0]?.pins.map(({ id, visited, engagedAtMs }) => [
      id,
      visited,
      engagedAtMs,
    ]);
    const expected = pins.map(({ pin, visited, engagedAt }) => [
      pin,
      visited,
      engagedAt === null ? null : Date.parse(engagedAt),
    ]);
    expect(shown).toEqual(expected);
  });

  it('answers why, what if, ranks and neighbours', async () => {
    const atMs = trainedMs;
    const retrieved = await serving.retrieveAt({
      ...place,
      user,
      atMs,
      cadences: 'realtime',
      k: 3,
    });
    const top = retrieved.columns[0]?.pins[0];
    const why = await serving.whyPin({
      ...place,
      user,
      atMs,
      pin: top!.pin,
      grouping: 'interest',
      passes: 8,
    });
    expect(why.score).toBeCloseTo(top!.score, 5);
    expect(why.passes).toBeLessThanOrEqual(8);
    const edits = [{ kind: 'insert', pin: top!.pin, atMs: atMs - 1000 }] as const;
    const what = await serving.whatIf({ ...place, user, atMs, edits, k: 5 });
    expect(what.cosine).toBeLessThan(1);
    expect([...what.before.pins.slice(0, 3)]).toEqual(
      retrieved.columns[0]?.pins.map(({ pin }) => pin),
    );
    const timeline = await serving.userTimeline({ ...place, user });
    const action = timeline.atMs.findIndex((at, i) => at > trainedMs && timeline.positive[i] === 1);
    const ranks = await serving.targetRanks({ ...place, user, action, cadences });
    expect(ranks.ranks.length).toBe(3);
    const pins = await serving.nearPins({ ...place, pin: top!.pin, k: 4 });
    expect(pins.pins.length).toBe(4);
    const users = await serving.nearUsers({ ...place, user, atMs, k: 4 });
    expect(users.users.map(({ id }) => id)).not.toContain(user);
  });

  it('says when exact search takes the place of an index', async () => {
    const answer = await serving.retrieveAt({
      ...place,
      user,
      atMs: trainedMs,
      cadences,
      k: 3,
      search: 'hnsw',
    });
    expect(answer).toMatchObject({ searched: 'exact', index: null });
    expect(answer.note).toContain('no index');
  });

  testWithPackage('answers from an index once there is one of this checkpoint', async () => {
    const engine = createEngine({ workspaceFolder: workspace });
    const request = { ...place, name: 'graph', device: 'cpu', threads: 1 } as const;
    const card = await engine.indexes.build(request, {});
    expect(card.measured?.recall).toBeGreaterThan(0.95);
    expect(await codeOf(engine.indexes.build(request, {}))).toBe('CONFLICT');
    const question = { ...place, user, atMs: trainedMs, cadences, k: 5 };
    const answer = await serving.retrieveAt({ ...question, search: 'hnsw' });
    expect(answer).toMatchObject({ searched: 'hnsw', index: 'graph', note: null });
    const exact = await serving.retrieveAt(question);
    expect(exact.hnsw).toBeNull();
    const scoresOf = (answered: typeof exact) =>
      answered.columns.map(({ pins }) => pins.map(({ score }) => score));
    const shares = scoresOf(exact).map((scores, column) => {
      const last = scores.at(-1)! - 1e-6;
      return scoresOf(answer)[column]!.filter(score => score >= last).length / scores.length;
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(answer.hnsw?.recall).toBeCloseTo(mean, 12);
    expect(answer.hnsw?.exactMilliseconds).toBeGreaterThan(0);
    expect(answer.milliseconds).toBeGreaterThan(0);
    expect(answer.columns[2]?.pins[0]).toEqual(exact.columns[2]?.pins[0]);
    expect((await engine.indexes.list()).map(({ name }) => name)).toEqual(['graph']);
    const folder = join(workspace, 'indexes');
    await cp(join(folder, 'graph'), join(folder, 'broken'), { recursive: true });
    await writeFile(join(folder, 'broken', 'graph.hnsw'), 'no graph');
    const instead = await serving.retrieveAt({ ...question, search: 'hnsw', index: 'broken' });
    expect(instead).toMatchObject({ searched: 'exact', columns: exact.columns });
    expect(instead.note).toContain('no index of these pins');
    await engine.indexes.remove('broken');
    await engine.indexes.remove('graph');
    expect(await engine.indexes.list()).toEqual([]);
  });

  it('a map of pins and users is laid out by a job', async () => {
    const engine = createEngine({ workspaceFolder: workspace });
    const request = { ...place, device: 'cpu', threads: 1, method: 'umap', users: 50 } as const;
    const seen: string[] = [];
    const map = await engine.projecting.project(
      { ...request, umap: { sample: 100 } },
      { onProgress: ({ stage }) => seen.push(stage) },
    );
    expect(map.pinPlaces.length).toBe(2 * map.pins.length);
    expect(map.userPlaces.length).toBe(2 * map.users.length);
    expect(map.laidOut).toBe(100);
    expect(map.pinPlaces.every(Number.isFinite)).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    const flat = await engine.projecting.project({ ...request, method: 'pca' }, {});
    expect(flat.shares?.[0]).toBeGreaterThan(flat.shares?.[1] ?? 1);
  });
});
