import {
  changesOf,
  isDegrees,
  isFew,
  isIds,
  isRating,
  isTimes,
  isTimeText,
  isWords,
} from './column-values.js';
import { ACTION_FIELDS, type ActionField } from './import-mapping.js';
import { textOf } from './open-rows.js';
import { toNumber } from './parse-time.js';

/** What people call a field, in English, German, French and Spanish, words apart and in lower case. */
const WORDS: readonly (readonly [ActionField, string])[] = [
  [
    'user',
    'users?|customers?|visitor|person|people|member|reviewer|account|session|client|buyer|viewer|reader|listener|nutzer|benutzer|kunden?|besucher|mitglied|konto|utilisateur|personne|usuario|cliente|persona',
  ],
  [
    'at',
    '(un)?(at|time|timestamp|date|datetime|ts|when|wann|quand|cuando|cuándo|created|happened|occurred|event time|unix time|unixtime|zeit|zeitpunkt|zeitstempel|datum|uhrzeit|heure|horodatage|fecha|hora)( ?(at|time|stamp|utc|ms|s))?',
  ],
  [
    'type',
    'type|event|action|behaviou?r|interaction|(event|action|interaction|behaviou?r) (type|name)|aktion|ereignis|typ|aktionstyp|vorgang|évènement|événement|evento|tipo|acción|accion',
  ],
  ['surface', 'surface|page|channel|placement|kanal|seite|canal'],
  [
    'duration',
    '(duration|dwell|dwell time|seconds|watch time|play time|dauer|durée|duración)( (s|seconds))?',
  ],
  ['rating', 'rating|stars?|score|overall|grade|bewertung|sterne|punkte|puntuación|calificación'],
  ['lat', 'lat|latitude|breitengrad'],
  ['lon', 'lon|lng|long|longitude|längengrad'],
  [
    'pin',
    'pins?|items?|products?|movies?|films?|venue|articles?|content|asin|sku|track|song|place|location|poi|business|books?|video|post|ad|news|artikel|produkt|ort|buch|lied|beitrag|produit|lieu|livre|producto|artículo|libro|película|lugar',
  ],
];
const KEY = '(id|key|nr|no|num|number|code|hash|uuid|nummer|numéro|número)';
const NAMES = WORDS.map(([field, words]) => {
  const isKeyed = field === 'user' || field === 'pin';
  const named = isKeyed
    ? `(${KEY} )?(${words})([ -]?${KEY}){0,2}${field === 'user' ? '|uid' : ''}`
    : words;
  return [field, new RegExp(`^(${named})$`)] as const;
});

/** Whether a first line holds values rather than names, where nobody said so and nothing is mapped. */
export function holdsValues(
  fields: readonly string[],
  nameOf: (name: string) => string | undefined = nameOfActionField,
): boolean {
  const isValue = (text: string) => toNumber(text) === Number(text) || isTimeText(text);
  return fields.some(isValue) && !fields.some(field => nameOf(field) !== undefined);
}

/** What columns are taken for. */
export interface GuessedColumns {
  readonly columns: ReadonlyMap<ActionField, number>;
  /** Of these, what no name told but only values: for a person to look at. */
  readonly unnamed: readonly ActionField[];
}

/**
 * What each column most likely is: by its name, else by its values. A few values that return in turns
 * are a rating where they are small numbers, a type where they are words. Of two columns of ids that
 * which changes less from row to row is the user, since logs are often kept user by user, then that
 * with fewer different ones, then the first. For a person to check: what cannot be told is left out.
 */
export function guessColumns(
  names: readonly string[] | undefined,
  sample: readonly (readonly unknown[])[],
): GuessedColumns {
  const width = names?.length ?? sample[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => sample.map(row => textOf(row[at])));
  const found = new Map<ActionField, number>();
  const free = new Set(columns.keys());
  const take = (field: ActionField, at: number | undefined) => {
    if (at === undefined || at < 0 || found.has(field)) return;
    found.set(field, at);
    free.delete(at);
  };
  for (const [field, at] of namedColumns(names ?? [])) take(field, at);
  const named = new Set(found.keys());
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
  const few = [...free].filter(at => isFew(columns[at]!));
  take(
    'rating',
    few.find(at => isRating(columns[at]!)),
  );
  take(
    'type',
    few.find(at => isWords(columns[at]!)),
  );
  const ids = [...free]
    .filter(at => !few.includes(at) && isIds(columns[at]!))
    .map(at => ({ at, changes: changesOf(columns[at]!), different: new Set(columns[at]).size }))
    .sort((a, b) => a.changes - b.changes || a.different - b.different || a.at - b.at);
  if (found.has('user')) take('pin', ids.at(-1)?.at);
  else if (found.has('pin')) take('user', ids[0]?.at);
  else if (ids.length > 1) {
    take('user', ids[0]?.at);
    take('pin', ids.at(-1)?.at);
  }
  return { columns: found, unnamed: [...found.keys()].filter(field => !named.has(field)) };
}

/** What columns are by their names alone; of two of one field the first, but a session is a user only alone. */
export function namedColumns(names: readonly string[]): Map<ActionField, number> {
  const found = new Map<ActionField, number>();
  const isSession = (name: string) => wordsOf(name).includes('session');
  for (const late of [false, true])
    names.forEach((name, at) => {
      const field = nameOfActionField(name);
      if (field !== undefined && isSession(name) === late && !found.has(field))
        found.set(field, at);
    });
  return found;
}

/** `user=user_id,pin=3`: columns as a person gives them, by name or by position from 1. */
export function columnsText(
  columns: ReadonlyMap<ActionField, number>,
  names: readonly string[] | undefined,
): string {
  return ACTION_FIELDS.flatMap(field => {
    const at = columns.get(field);
    return at === undefined ? [] : [`${field}=${names?.[at] ?? at + 1}`];
  }).join(',');
}

/** The field that a column of this name stands for; undefined where the name tells nothing. */
export function nameOfActionField(name: string): ActionField | undefined {
  const words = wordsOf(name);
  return NAMES.find(([, pattern]) => pattern.test(words))?.[0];
}

/** A column's name as words: apart, and in lower case. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\-.\s]+/g, ' ')
    .trim()
    .toLowerCase();
}
