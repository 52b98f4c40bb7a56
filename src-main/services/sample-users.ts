import { breathe } from '../base/breathe.js';
import { Rng } from '../base/rng.js';
import { endsAt } from '../evaluate/ends-at.js';
import type { EmbeddedUsers } from '../inspect/neighbours.js';
import { sampleRows } from '../inspect/principal-axes.js';
import type { ServedRun } from './served-run.js';

/** Users embedded between two looks at what else goes on. */
const SLICE = 128;

/**
 * Embeddings of at most `most` users drawn by seed, of what they had done when the run's training ended;
 * users without an action by then are left out.
 */
export async function embedSampledUsers(
  { dataset: { timelines }, model, users: encoder, width }: ServedRun,
  most: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<EmbeddedUsers> {
  const everyone = Int32Array.from({ length: timelines.userCount }, (_, user) => user);
  const ends = endsAt(timelines, everyone, model.atMs);
  const active = everyone.filter(user => ends[user]! > timelines.offsets[user]!);
  const rows = sampleRows(active.length, most, Rng.derive(seed, 'sampled users'));
  const users = rows.map(row => active[row]!);
  const embeddings = new Float32Array(users.length * width);
  for (let first = 0; first < users.length; first += SLICE) {
    await breathe(signal);
    const part = users.slice(first, first + SLICE);
    const partEnds = Uint32Array.from(part, user => ends[user]!);
    embeddings.set(await encoder.encode(part, partEnds), first * width);
  }
  return { users, embeddings };
}
