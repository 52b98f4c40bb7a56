import type { Selection } from '../state/selection.svelte.js';
import type { UserRing } from './user-ring.js';

/**
 * Who comes before or after a user: among those chosen together as long as he is one of them, else in the
 * order of the run. Null where nobody does.
 */
export async function nextUser(
  { users }: Pick<Selection, 'users'>,
  { dataset, user }: { readonly dataset: string; readonly user: string },
  ring: Pick<UserRing, 'next'>,
  direction: 1 | -1,
): Promise<string | null> {
  const items = users.of(dataset);
  const here = items.indexOf(user);
  if (here < 0) return ring.next(user, direction);
  return items[(here + direction + items.length) % items.length]!;
}
