import { expect, onTestFinished, test } from 'vitest';
import { openReferenceDevice } from '../../../src-main/compute/reference-device.js';
import { endAt, sequenceOf, userTimeline } from '../../../src-main/inspect/user-timeline.js';
import { sequenceRule } from '../../../src-main/model/sequence.js';
import {
  type ComparedRun,
  comparedUsers,
} from '../../../src-main/services/serving/compared-users.js';
import { createMeanEncoder, DAY, timelineOf } from '../../inspect/fixture.js';

/** 40 users, a new action of each third or seventh of them every day; the last comes on day 5. */
const timelines = Array.from({ length: 40 }, (_, user) =>
  timelineOf(
    user === 39
      ? [{ pin: 3, atMs: 5 * DAY }]
      : Array.from({ length: 12 }, (_, day) => ({
          pin: (user + day) % 12,
          atMs: day * DAY,
        })).filter((_, day) => day === 0 || (user + day) % (user % 2 === 0 ? 3 : 7) === 0),
  ),
);
const never = new AbortController().signal;

/** The run, and how many sequences its encoder was asked for. */
async function counted() {
  const encoder = await createMeanEncoder(openReferenceDevice());
  onTestFinished(() => encoder.dispose());
  const asked = { sequences: 0 };
  const run: ComparedRun = {
    dataset: { timelines: { userCount: 40 }, readTimeline: user => timelines[user]! },
    rule: sequenceRule(encoder.model.config, encoder.model.data),
    encoder: {
      ...encoder,
      model: encoder.model,
      encodeSequences: (columns, sequences, signal) => {
        asked.sequences += sequences.length;
        return encoder.encodeSequences(columns, sequences, signal);
      },
    },
  };
  return { run, asked };
}

/** Embeds the whole sample at one time, user by user. */
async function afresh({ encoder, rule }: ComparedRun, atMs: number) {
  const users: number[] = [];
  const embeddings: number[] = [];
  for (const [user, actions] of timelines.entries()) {
    const timeline = userTimeline(actions);
    const sequence = sequenceOf(timeline, rule, endAt(timeline, atMs));
    if (sequence.length === 0) continue;
    users.push(user);
    embeddings.push(...(await encoder.encodeSequences(timeline, [sequence])));
  }
  return { users, embeddings };
}

const plain = ({ users, embeddings }: { users: Int32Array; embeddings: Float32Array }) => ({
  users: [...users],
  embeddings: [...embeddings],
});

test('of another day only users who acted in between are embedded, and all as if afresh', async () => {
  const { run, asked } = await counted();
  const noon = (day: number) => (day + 0.5) * DAY;
  const acted = timelines.filter(({ atMs }) => atMs.includes(3 * DAY)).length;
  expect(acted).toBeGreaterThan(0);
  for (const [day, embedded] of [
    [2, 39],
    [3, acted],
    [2, 0],
  ] as const) {
    const before = asked.sequences;
    const found = plain(await comparedUsers(run, noon(day), never));
    expect(asked.sequences - before, `day ${day}`).toBe(embedded);
    expect(found, `day ${day}`).toEqual(await afresh(run, noon(day)));
  }
  // Back past days that are not held, from rows of a later one.
  expect(plain(await comparedUsers(run, noon(9), never))).toEqual(await afresh(run, noon(9)));
  expect(plain(await comparedUsers(run, noon(1), never))).toEqual(await afresh(run, noon(1)));
});

test('a question that is cancelled leaves what is done to the next', async () => {
  const { run, asked } = await counted();
  const cancelling = new AbortController();
  const encode = run.encoder.encodeSequences;
  run.encoder.encodeSequences = async (...request) => {
    const rows = await encode(...request);
    cancelling.abort();
    return rows;
  };
  const stopped = comparedUsers(run, 4 * DAY, cancelling.signal);
  await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(asked.sequences).toBe(32);
  run.encoder.encodeSequences = encode;
  const found = plain(await comparedUsers(run, 4 * DAY, never));
  expect(asked.sequences).toBe(39);
  expect(found).toEqual(await afresh(run, 4 * DAY));
});
