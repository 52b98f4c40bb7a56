import type { UserTimeline } from '../../src-main/contract/moment.js';
import type { Studio } from '../state/studio.js';

/** Timelines that were looked at last. */
const KEPT = 12;
const byClient = new WeakMap<Studio['client'], Map<string, Promise<UserTimeline>>>();

/** One user's timeline; views of the same user share one question. A failed one is asked again. */
export function askTimeline(
  client: Studio['client'],
  dataset: string,
  user: string,
): Promise<UserTimeline> {
  const asked = byClient.get(client) ?? new Map<string, Promise<UserTimeline>>();
  byClient.set(client, asked);
  const key = JSON.stringify([dataset, user]);
  const known = asked.get(key);
  if (known) {
    asked.delete(key);
    asked.set(key, known);
    return known;
  }
  const question = client.datasets.timeline({ dataset, user });
  asked.set(key, question);
  question.catch(() => asked.delete(key));
  for (const oldest of asked.keys()) {
    if (asked.size <= KEPT) break;
    asked.delete(oldest);
  }
  return question;
}
