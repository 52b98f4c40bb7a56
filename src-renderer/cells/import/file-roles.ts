import type { FileRole, ImportPreview } from '../../../src-main/contract/workspace.js';
import { count, percent } from '../../widgets/format.js';
import { columnsSetting } from './mapping.js';

export type Settings = readonly (readonly [name: string, value: unknown])[];

/** A file of an import and what it is taken for. */
export interface RoledFile {
  readonly path: string;
  readonly role: FileRole;
}

export const roleTitles: Readonly<Record<FileRole, string>> = {
  actions: 'actions',
  pins: 'descriptions of pins',
  other: 'left out',
};

/** The files of an import, the pins file last where settings name it. */
export function roledFiles({ files, pins }: ImportPreview): RoledFile[] {
  const named = files.map(({ path, role }) => ({ path, role }));
  return pins === null || named.some(({ path }) => path === pins.file)
    ? named
    : [...named, { path: pins.file, role: 'pins' }];
}

/** What a preview shows, as settings: columns, files of actions and the pins file with its columns. */
export function settingsOfPreview(
  preview: ImportPreview,
  fields: readonly string[],
  pinFields: readonly string[],
): Settings {
  const { pins } = preview;
  return [
    ['files', pathsOf(roledFiles(preview), 'actions')],
    ['columns', columnsSetting(preview, fields)],
    ...(pins === null
      ? []
      : [['pins', { ...pins.settings, columns: columnsSetting(pins, pinFields) }] as const]),
  ];
}

/**
 * The settings that give a file another role: a pins file that is replaced becomes a file of actions again.
 * Columns are named where all are logs, so that nothing is guessed against the choice.
 */
export function withRole(
  preview: ImportPreview,
  fields: readonly string[],
  path: string,
  role: FileRole,
): Settings {
  const files = roledFiles(preview).map(file => {
    if (file.path === path) return { path, role };
    return role === 'pins' && file.role === 'pins' ? { ...file, role: 'actions' as const } : file;
  });
  const [file] = pathsOf(files, 'pins');
  const logs = pathsOf(files, 'actions');
  return [
    ['files', logs],
    [
      'pins',
      file === undefined ? null : file === preview.pins?.file ? preview.pins.settings : { file },
    ],
    // Columns of another log are others.
    ['columns', logs[0] === preview.log ? columnsSetting(preview, fields) : null],
  ];
}

/** Which roles a file may be given: one file of actions must stay. */
export function rolesFor(files: readonly RoledFile[], { path }: RoledFile): FileRole[] {
  const others = files.filter(file => file.path !== path);
  return others.some(({ role }) => role === 'actions') ? ['actions', 'pins', 'other'] : ['actions'];
}

/** How much of the log the pins file describes, in a sentence. */
export function joinWords({ log, pins }: ImportPreview): string {
  if (pins === null || pins.join.pins === 0) return '';
  const { found, pins: looked, whole } = pins.join;
  const share = `${whole ? '' : 'at least '}${percent(found / looked, 0)}`;
  return `${fileName(pins.file)} describes ${share} of the ${count(looked)} pins in the first rows of ${fileName(log)}.`;
}

/** Settings that a source does not have yet. */
export function changedSettings(
  source: Readonly<Record<string, unknown>>,
  settings: Settings,
): Settings {
  return settings.filter(
    ([name, value]) => JSON.stringify(source[name] ?? null) !== JSON.stringify(value ?? null),
  );
}

export const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path;

const pathsOf = (files: readonly RoledFile[], wanted: FileRole) =>
  files.filter(({ role }) => role === wanted).map(({ path }) => path);
