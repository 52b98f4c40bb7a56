import type { ImportPreview } from '../../../src-main/contract/workspace.js';

/** A rule that a person may take with one click. */
export interface PositiveChoice {
  readonly label: string;
  readonly rule: string;
  /** Of the rows that were looked at. */
  readonly share: number;
}

/** More kinds of action than this are no choice by hand. */
const MOST_TYPES = 8;

/**
 * What may count as a positive engagement by the types and ratings that the file shows: every type, and
 * the three highest thresholds of its ratings that do not hold for all. Empty where it shows neither.
 */
export function positiveChoices({
  types,
  ratings,
  accepted,
}: Pick<ImportPreview, 'types' | 'ratings' | 'accepted'>): PositiveChoice[] {
  const ofType =
    types.length < 2 || types.length > MOST_TYPES
      ? []
      : types.map(({ value, rows }) => ({
          label: value,
          rule: `type = ${quoted(value)}`,
          share: rows / accepted,
        }));
  const descending = ratings
    .map(({ value, rows }) => ({ value: Number(value), rows }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value);
  let rows = 0;
  const ofRating = descending.map(rating => {
    rows += rating.rows;
    const rule = `rating >= ${rating.value}`;
    return { label: `rating ≥ ${rating.value}`, rule, share: rows / accepted };
  });
  return [...ofType, ...ofRating.slice(0, Math.min(3, descending.length - 1))];
}

/** The rule with a type taken in or out of those that it names; another kind of rule is replaced. */
export function toggled(rule: string, { rule: chosen }: PositiveChoice): string {
  if (!chosen.startsWith('type')) return rule.trim() === chosen ? '' : chosen;
  const value = chosen.slice('type = '.length);
  const named = namedTypes(rule);
  const next = named.includes(value) ? named.filter(each => each !== value) : [...named, value];
  if (next.length < 2) return next.length === 0 ? '' : `type = ${next[0]}`;
  return `type in (${next.join(', ')})`;
}

/** Whether the rule already holds for what a choice names. */
export function isChosen(rule: string, { rule: chosen }: PositiveChoice): boolean {
  return rule.trim() === chosen || namedTypes(rule).includes(chosen.slice('type = '.length));
}

function namedTypes(rule: string): string[] {
  const list = /^type (?:= (?<one>.+)|in \((?<several>.+)\))$/.exec(rule.trim())?.groups;
  const text = list?.several ?? list?.one ?? '';
  const types = text.match(/'[^']*'|"[^"]*"|[^\s,'"]+/g) ?? [];
  // Anything beside plain types is a person's own rule.
  return types.join(', ') === text ? types : [];
}

/** As the rule's grammar wants it: bare where it is one word. */
function quoted(text: string): string {
  if (/^\p{L}[\p{L}\d_.:-]*$/u.test(text) && !/^(and|or|not|in)$/.test(text)) return text;
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
