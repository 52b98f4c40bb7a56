import type { UserRow } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';

interface Request {
  readonly run: string;
  readonly prefix: string;
  readonly split: 'all' | 'train' | 'validation' | 'test';
  readonly sort: 'user' | 'actions';
  readonly offset: number;
  readonly limit: number;
}

/** A page of a run's users, as a list shows them. */
export async function listUsers(
  serving: Serving,
  { run, prefix, split, sort, offset, limit }: Request,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly UserRow[]; readonly total: number }> {
  const page = await serving.users(
    {
      place: { run },
      prefix,
      order: sort === 'user' ? 'data' : 'actions',
      offset,
      limit,
      ...(split === 'all' ? {} : { part: split }),
    },
    { signal },
  );
  return {
    total: page.total,
    rows: page.users.map(({ id, part, activity: _, ...counts }) => ({
      user: id,
      ...counts,
      split: part ?? 'train',
    })),
  };
}
