import type { z } from 'zod';

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  tuple: 'a list',
  object: 'settings',
  record: 'settings',
  boolean: 'true or false',
};

/** What is wrong with a setting, and what it wants; `given` is its text, null where it is missing. */
export function issueWords(
  issue: z.core.$ZodIssue,
  name: string,
  given: string | null,
  description: string | undefined,
): { readonly message: string; readonly remedy: string } {
  const wants = description
    ? `Give: ${description[0]?.toLowerCase()}${description.slice(1)}.`
    : 'Correct the line.';
  const choices =
    issue.code === 'invalid_value' ? `Give ${issue.values.map(String).join(', ')}.` : wants;
  if (given === null) return { message: `${name} is missing.`, remedy: choices };
  switch (issue.code) {
    case 'invalid_value':
      return { message: `${name} is ${given}, which is no choice.`, remedy: choices };
    case 'invalid_type':
      return {
        message: `${name} is ${given}, not ${types[issue.expected] ?? issue.expected}.`,
        remedy: wants,
      };
    case 'too_big':
      return {
        message: `${name} is ${given}, too ${quantity(issue.origin)[0]}.`,
        remedy: `Give at most ${issue.maximum}.`,
      };
    case 'too_small':
      return {
        message: `${name} is ${given || 'empty'}, too ${quantity(issue.origin)[1]}.`,
        remedy: `Give at least ${issue.minimum}.`,
      };
    default:
      return { message: `${name} is ${given}: ${issue.message}.`, remedy: wants };
  }
}

/** How too much and too little of it are called. */
function quantity(origin: string): readonly [string, string] {
  if (origin === 'number' || origin === 'int') return ['big', 'small'];
  return origin === 'string' ? ['long', 'short'] : ['many', 'few'];
}
