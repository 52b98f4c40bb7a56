import type { TablePreview } from '../../../src-main/contract/workspace.js';

/** What a column may be taken for; the first two must be given. */
export const FIELDS = [
  'user',
  'pin',
  'at',
  'type',
  'surface',
  'duration',
  'rating',
  'lat',
  'lon',
] as const;
export type Field = (typeof FIELDS)[number];

/** What a column of a pins file may be taken for; the first must be given. */
export const PIN_FIELDS = [
  'pin',
  'title',
  'interests',
  'url',
  'image',
  'embedding',
  'lat',
  'lon',
] as const;
export type PinField = (typeof PIN_FIELDS)[number];

export const fieldTitles: Readonly<Record<Field | PinField, string>> = {
  user: 'user',
  pin: 'pin',
  at: 'time',
  type: 'type of action',
  surface: 'surface',
  duration: 'duration, s',
  rating: 'rating',
  lat: 'latitude',
  lon: 'longitude',
  title: 'title',
  interests: 'interests',
  url: 'address',
  image: 'image',
  embedding: 'embedding',
};

/** The field that each column of the preview stands for; '' for one that is left out. */
export function fieldsOf<F extends string>(
  { columns, mapping }: TablePreview,
  known: readonly F[],
): (F | '')[] {
  return columns.map((name, at) => {
    const field = known.find(each => mapping[each] === name || mapping[each] === at + 1);
    return field ?? '';
  });
}

/**
 * The `columns` setting for a choice: columns by name, by position from 1 where the file has no header.
 * A field that two columns claim goes to the later one.
 */
export function columnsSetting(
  { columns, header }: TablePreview,
  fields: readonly string[],
): Record<string, string | number> {
  const setting: Record<string, string | number> = {};
  fields.forEach((field, at) => {
    if (field !== '') setting[field] = header ? columns[at]! : at + 1;
  });
  return setting;
}

/** One field can be given once: choosing it for a column takes it from the other. */
export function withField<F extends string>(
  fields: readonly (F | '')[],
  column: number,
  field: F | '',
): (F | '')[] {
  return fields.map((own, at) => {
    if (at === column) return field;
    return own === field ? '' : own;
  });
}

/** What still must be chosen before anything can be read. */
export function missingFields(fields: readonly string[]): Field[] {
  return (['user', 'pin'] as const).filter(field => !fields.includes(field));
}

/** A name for the data set, made of the first file's. */
export function datasetName(files: readonly string[]): string {
  const base = (files[0] ?? '').split(/[\\/]/).at(-1) ?? '';
  const name = base
    .replace(/\..*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return name.replace(/^-+|-+$/g, '') || 'data';
}

/** The files of a cell's settings: `files`, a list, or `file`, one of them. */
export function filesOf(config: Readonly<Record<string, unknown>> | null): string[] {
  const files = config?.files ?? config?.file;
  const list = Array.isArray(files) ? files : [files];
  return list.filter((file): file is string => typeof file === 'string' && file !== '');
}

/** A note of the import with files by their names alone. */
export function inWindow(note: string): string {
  return note.replace(/(^|\s)\/\S*\/(?=[^\s/]+)/g, '$1');
}
