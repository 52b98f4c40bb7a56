import type { z } from 'zod';
import { RpcError } from './errors.js';

/** More than these would not be read. */
const ISSUES_SHOWN = 3;

/** The parameters as the schema gives them; what it does not take is BAD_INPUT with the value's path. */
export function parseParams(schema: z.ZodType, params: unknown, procedure: string): unknown {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({
    place: path.length === 0 ? 'params' : path.map(String).join('.'),
    message: message.replace(/^Invalid input: /, ''),
  }));
  const listed = issues.slice(0, ISSUES_SHOWN).map(({ place, message }) => `${place}: ${message}`);
  const more = issues.length > ISSUES_SHOWN ? `; and ${issues.length - ISSUES_SHOWN} more` : '';
  throw new RpcError({
    code: 'BAD_INPUT',
    message: `${procedure} cannot take ${listed.join('; ')}${more}.`,
    where: issues[0]?.place,
  });
}
