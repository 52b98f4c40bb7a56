import { createExactIndex } from '../retrieve/exact.js';
import type { ExportTable } from './export-file.js';
import { embedUsersAt, type ServedRun } from './served-run.js';

/** Every user with an action at or before `atMs`, and the embedding then. */
export async function usersTable(served: ServedRun, atMs: number): Promise<ExportTable> {
  const { users, embeddings } = await embedUsersAt(served, atMs);
  return {
    rows: users.length,
    columns: [
      {
        name: 'user',
        kind: 'text',
        values: Array.from(users, user => served.dataset.userIds.at(user)),
      },
      { name: 'embedding', kind: 'embedding', values: embeddings, width: served.width },
    ],
  };
}

/** Every pin whose features were known when training ended, and its embedding. */
export async function pinsTable(served: ServedRun): Promise<ExportTable> {
  const { members, width, dataset } = served;
  const embeddings = await served.pinEmbeddings();
  const kept = new Float32Array(members.length * width);
  members.forEach((pin, row) => {
    kept.set(embeddings.subarray(pin * width, (pin + 1) * width), row * width);
  });
  return {
    rows: members.length,
    columns: [
      { name: 'pin', kind: 'text', values: Array.from(members, pin => dataset.pins.ids.at(pin)) },
      { name: 'embedding', kind: 'embedding', values: kept, width },
    ],
  };
}

/** The k closest pins of every user at `atMs`: one row a user and rank, from 1. */
export async function topPinsTable(
  served: ServedRun,
  atMs: number,
  k: number,
  signal: AbortSignal | undefined,
): Promise<ExportTable> {
  const { dataset, device, members, width } = served;
  const { users, embeddings } = await embedUsersAt(served, atMs);
  const pins = await served.pinEmbeddings();
  const index = createExactIndex(device, pins, dataset.pins.count, width, { members });
  const top = await index.topK(embeddings, k, { signal });
  const kept = Int32Array.from(top.pins.keys()).filter(slot => (top.pins[slot] ?? -1) >= 0);
  const userOf = (slot: number) => users[Math.floor(slot / k)] ?? 0;
  return {
    rows: kept.length,
    columns: [
      {
        name: 'user',
        kind: 'text',
        values: Array.from(kept, slot => dataset.userIds.at(userOf(slot))),
      },
      { name: 'rank', kind: 'whole', values: kept.map(slot => (slot % k) + 1) },
      {
        name: 'pin',
        kind: 'text',
        values: Array.from(kept, slot => dataset.pins.ids.at(top.pins[slot] ?? 0)),
      },
      { name: 'score', kind: 'number', values: Float32Array.from(kept, s => top.scores[s] ?? 0) },
    ],
  };
}
