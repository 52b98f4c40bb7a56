import { badInput } from '../base/errors.js';

/** A moment as a cell names it, to UTC milliseconds: ISO 8601 (UTC where no zone stands) or milliseconds. */
export function parseMoment(value: string | number, where: string): number {
  if (typeof value === 'number') return value;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(value) || !/\d:\d/.test(value) ? value : `${value}Z`;
  const ms = Date.parse(zoned);
  if (Number.isFinite(ms)) return ms;
  throw badInput(`"${value}" is no time.`, {
    where,
    remedy: 'Write it as 2010-09-01 or 2010-09-01T18:30Z.',
  });
}
