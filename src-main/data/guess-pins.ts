import { isDegrees, isIds, isTimes, isWords, most } from './column-values.js';
import { holdsValues, nameOfActionField, wordsOf } from './guess-columns.js';
import type { PinField, PinsMapping } from './import-mapping.js';
import { textOf } from './open-rows.js';
import { toNumber } from './parse-time.js';

/** What people call the columns of a catalogue, words apart and in lower case. */
const NAMES: readonly (readonly [PinField, RegExp])[] = (
  [
    [
      'title',
      '((pin|item|product|movie|film|venue|article|book|track|song|place|video|post) )?(title|name|headline|label|titel|titre|título|titulo|nombre|nom|bezeichnung)',
    ],
    [
      'interests',
      '(interest|categor(y|ie)|genre|tag|topic|section|department|kategorie|thema|rubrik|catégorie|categoría|tema)(s|n)?( names?)?|themen',
    ],
    ['url', 'url|link|href|uri|permalink'],
    ['image', '(image|img|thumbnail|picture|photo|poster|bild)( ?(url|link))?'],
    ['embedding', 'embeddings?|vector|embedding vector'],
    ['lat', 'lat|latitude|breitengrad'],
    ['lon', 'lon|lng|long|longitude|längengrad'],
  ] as const
).map(([field, words]) => [field, new RegExp(`^(${words})$`)]);

const SEPARATORS = ['|', ';', ','];
/** A title is text that hardly ever comes twice. */
const DIFFERENT_TITLES = 0.7;

type Row = readonly unknown[];

/** How the columns of a catalogue of pins are most likely mapped. */
export interface GuessedPins {
  readonly mapping: Pick<PinsMapping, 'interestsSeparator' | 'interestsFrom'>;
  readonly columns: ReadonlyMap<PinField, number>;
  /** Of these, what no name told but only values. */
  readonly unnamed: readonly PinField[];
}

/** Whether a first line holds values of a catalogue rather than names. */
export function holdsPinValues(fields: readonly string[]): boolean {
  return holdsValues(fields, nameOf);
}

/**
 * Whether these rows describe pins rather than tell of actions: no column is a user's, none a time (but for
 * a catalogue with titles, whose pins have dates of their own), one may be a key, and something is described.
 */
export function mayBePins(names: readonly string[] | undefined, rows: readonly Row[]): boolean {
  const [key] = keyCandidates(names, rows);
  if (key === undefined) return false;
  if (names?.some(name => nameOfActionField(name) === 'user')) return false;
  const { columns, unnamed } = guessPins(names, rows, key);
  if (columns.size < 2) return false;
  const hasTitles = columns.has('title') && !unnamed.includes('title');
  return hasTitles || !columnsOf(names, rows).some(isTimes);
}

/** Columns that may be the pin's id: all values different; those that are called so come first. */
export function keyCandidates(
  names: readonly string[] | undefined,
  rows: readonly Row[],
): number[] {
  const isKey = (values: readonly string[]) =>
    values.length > 0 && new Set(values).size === values.length && isIds(values);
  const rank = (at: number) => {
    const name = names?.[at];
    return name !== undefined && nameOf(name) === 'pin' ? 0 : 1;
  };
  return [...columnsOf(names, rows).entries()]
    .filter(([at, values]) => isKey(values) && (names === undefined || maybeKey(names[at]!)))
    .map(([at]) => at)
    .sort((a, b) => rank(a) - rank(b) || a - b);
}

/** What the columns beside the key are: by their names, else by their values. */
export function guessPins(
  names: readonly string[] | undefined,
  rows: readonly Row[],
  key: number,
): GuessedPins {
  const values = columnsOf(names, rows);
  const found = new Map<PinField, number>([['pin', key]]);
  const free = new Set(values.keys());
  free.delete(key);
  const take = (field: PinField, at: number | undefined) => {
    if (at === undefined || found.has(field) || !free.has(at)) return;
    found.set(field, at);
    free.delete(at);
  };
  names?.forEach((name, at) => {
    const field = nameOf(name);
    if (field !== undefined && field !== 'pin') take(field, at);
  });
  const named = new Set(found.keys());
  if (names && nameOf(names[key]!) !== 'pin') named.delete('pin');
  if (!names) named.clear();
  const first = (fits: (column: readonly string[], at: number) => boolean) =>
    [...free].find(at => fits(values[at]!, at));
  take('image', first(isImages));
  take('url', first(isUrls));
  take('embedding', first(isVectors));
  if (!found.has('lat') && !found.has('lon')) {
    const lat = first(
      (column, at) => isDegrees(column, 90) && free.has(at + 1) && isDegrees(values[at + 1]!, 180),
    );
    take('lat', lat);
    if (lat !== undefined) take('lon', lat + 1);
  }
  take(
    'interests',
    first(column => isWords(column) && separatorOf(column) !== undefined),
  );
  take('title', first(isTitles));
  // A word that returns tells a kind only where something else tells that these are pins.
  if (found.size > 1)
    take(
      'interests',
      first(column => isWords(column) && isFewKinds(column)),
    );
  return {
    columns: found,
    unnamed: [...found.keys()].filter(field => !named.has(field)),
    mapping: interestsOf(found, values),
  };
}

function interestsOf(
  columns: ReadonlyMap<PinField, number>,
  values: readonly (readonly string[])[],
): GuessedPins['mapping'] {
  const interests = columns.get('interests');
  if (interests !== undefined) {
    const separator = separatorOf(values[interests]!);
    return separator === undefined ? {} : { interestsSeparator: separator };
  }
  if (!columns.has('lat') || !columns.has('lon')) return {};
  return { interestsFrom: ['geoCell', ...(columns.has('title') ? ['titleWord' as const] : [])] };
}

function nameOf(name: string): PinField | undefined {
  const words = wordsOf(name);
  const found = NAMES.find(([, pattern]) => pattern.test(words))?.[0];
  if (found) return found;
  return words === 'id' || words === 'key' || nameOfActionField(name) === 'pin' ? 'pin' : undefined;
}

const maybeKey = (name: string) => [undefined, 'pin'].includes(nameOf(name));

function columnsOf(names: readonly string[] | undefined, rows: readonly Row[]): string[][] {
  const width = names?.length ?? rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, at) => rows.map(row => textOf(row[at])));
}

const isUrls = (values: readonly string[]) => most(values, text => /^https?:\/\/\S+$/.test(text));
const isImages = (values: readonly string[]) =>
  most(values, text => /^https?:\/\/\S+\.(jpe?g|png|webp|gif|avif)(\?\S*)?$/i.test(text));

/** Lists of at least four numbers. */
const isVectors = (values: readonly string[]) =>
  most(values, text => {
    const parts = text
      .replace(/^[[({]|[\])}]$/g, '')
      .trim()
      .split(/[\s,;|]+/);
    return parts.length >= 4 && parts.every(part => Number.isFinite(toNumber(part)));
  });

function isTitles(values: readonly string[]): boolean {
  const given = values.filter(text => text !== '');
  return (
    isWords(given) &&
    new Set(given).size >= DIFFERENT_TITLES * given.length &&
    given.filter(text => /\S\s+\S/.test(text)).length >= given.length / 3
  );
}

/** What stands between several kinds in one field, where the kinds return from pin to pin. */
function separatorOf(values: readonly string[]): string | undefined {
  const given = values.filter(text => text !== '');
  return SEPARATORS.find(separator => {
    const kinds = given.flatMap(text => text.split(separator).map(part => part.trim()));
    return kinds.length >= 1.2 * given.length && new Set(kinds).size <= kinds.length / 2;
  });
}

function isFewKinds(values: readonly string[]): boolean {
  const given = values.filter(text => text !== '');
  return given.length > 0 && new Set(given).size <= given.length / 2;
}
