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
