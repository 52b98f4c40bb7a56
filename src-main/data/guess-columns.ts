import type { ActionField } from './import-mapping.js';
import { textOf } from './open-rows.js';
import { guessTimeFormat, parseIso, toNumber } from './parse-time.js';

/** How columns are called, words apart and in lower case; the first that fits is taken. */
const NAMES: readonly (readonly [ActionField, RegExp])[] = [
  [
    'user',
    /^(user|customer|visitor|person|member|reviewer|account|session|client)( ?(id|key))?$|^uid$/,
  ],
  [
    'at',
    /^(at|time|timestamp|date|datetime|ts|created( at)?|event time|unix ?time)( ?(stamp|utc|ms|s))?$/,
  ],
  ['type', /^(type|event|action|behaviou?r|(event|action|interaction|behaviou?r) (type|name))$/],
  ['surface', /^(surface|page|channel|placement)$/],
  ['duration', /^(duration|dwell|dwell time|seconds|watch time|duration seconds|play time)$/],
  ['rating', /^(rating|stars|score|overall)$/],
  ['lat', /^(lat|latitude)$/],
  ['lon', /^(lon|lng|long|longitude)$/],
  [
    'pin',
    /^(pin|item|product|movie|venue|article|content|asin|track|song|place|location|poi|business|book|video|post|ad|news)( ?(id|key))?$/,
  ],
];

/** Times by number must lie here: 1995 to 2050. */
const [EARLIEST_SECONDS, LATEST_SECONDS] = [7.9e8, 2.53e9];
const SAMPLE_SHARE = 0.9;

/** Whether a first line holds values rather than names, where nobody said so and nothing is mapped. */
export function holdsValues(fields: readonly string[]): boolean {
  const isValue = (text: string) => toNumber(text) === Number(text) || isTimeText(text);
  return fields.some(isValue) && !fields.some(field => nameOf(field) !== undefined);
}

/**
 * What each column most likely is: by its name, else by its values. Of two columns of ids the one with
 * fewer different ones among the first rows is the user, since logs are often kept user by user; the
 * first of equals. For a person to check: what cannot be told is left out.
 */
export function guessColumns(
  names: readonly string[] | undefined,
  sample: readonly (readonly unknown[])[],
): Map<ActionField, number> {
  const width = names?.length ?? sample[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => sample.map(row => textOf(row[at])));
  const found = new Map<ActionField, number>();
  const free = new Set(columns.keys());
  const take = (field: ActionField, at: number | undefined) => {
    if (at === undefined || at < 0 || found.has(field)) return;
    found.set(field, at);
    free.delete(at);
  };
  names?.forEach((name, at) => {
    const field = nameOf(name);
    if (field !== undefined) take(field, at);
  });
  const first = (fits: (values: readonly string[]) => boolean) =>
    [...free].find(at => fits(columns[at]!));
  take('at', first(isTimes));
  if (!found.has('lat') && !found.has('lon')) {
    const lat = [...free].find(
      at => free.has(at + 1) && isDegrees(columns[at]!, 90) && isDegrees(columns[at + 1]!, 180),
    );
    if (lat !== undefined) {
      take('lat', lat);
      take('lon', lat + 1);
    }
  }
  const ids = [...free]
    .filter(at => isIds(columns[at]!))
    .map(at => ({ at, different: new Set(columns[at]).size }))
    .sort((a, b) => a.different - b.different || a.at - b.at);
  if (found.has('user')) take('pin', ids.at(-1)?.at);
  else if (found.has('pin')) take('user', ids[0]?.at);
  else if (ids.length > 1) {
    take('user', ids[0]?.at);
    take('pin', ids.at(-1)?.at);
  }
  return found;
}

function nameOf(name: string): ActionField | undefined {
  const words = name
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .toLowerCase();
  return NAMES.find(([, pattern]) => pattern.test(words))?.[0];
}

const isTimeText = (text: string) => /\d{4}-\d/.test(text) && !Number.isNaN(parseIso(text));

function most(values: readonly string[], fits: (text: string) => boolean): boolean {
  const given = values.filter(text => text !== '');
  return given.length > 0 && given.filter(fits).length >= SAMPLE_SHARE * given.length;
}

function isTimes(values: readonly string[]): boolean {
  if (most(values, isTimeText)) return true;
  const isSeconds = (text: string) => {
    const number = toNumber(text);
    const seconds = number > LATEST_SECONDS ? number / 1000 : number;
    return seconds >= EARLIEST_SECONDS && seconds <= LATEST_SECONDS;
  };
  // Ids may be as large, but are hardly ever all of them within these decades.
  return most(values, isSeconds) && guessTimeFormat(values) !== undefined;
}

function isDegrees(values: readonly string[], limit: number): boolean {
  return most(values, text => /\.\d{2,}/.test(text) && Math.abs(toNumber(text)) <= limit);
}

/** Whole numbers or short words; not fractions, times or sentences. */
function isIds(values: readonly string[]): boolean {
  return most(
    values,
    text => text.length <= 64 && !/^-?\d*\.\d+$/.test(text) && !/\s\S+\s/.test(text),
  );
}
