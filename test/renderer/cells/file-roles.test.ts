import { expect, test } from 'vitest';
import type { ImportPreview } from '../../../src-main/contract/workspace.js';
import {
  changedSettings,
  joinWords,
  roledFiles,
  rolesFor,
  settingsOfPreview,
  withRole,
} from '../../../src-renderer/cells/import/file-roles.js';

const table = { format: 'text', delimiter: ',', header: true, rows: [] };
const preview: ImportPreview = {
  ...table,
  columns: ['who', 'what', 'when'],
  mapping: {},
  accepted: 9,
  rejected: [],
  looked: 9,
  unnamed: [],
  types: [],
  ratings: [],
  problems: [],
  log: '/d/log.csv',
  files: [
    { path: '/d/films.csv', role: 'pins', looksLikePins: true },
    { path: '/d/log.csv', role: 'actions', looksLikePins: false },
    { path: '/d/people.csv', role: 'other', looksLikePins: false },
  ],
  pins: {
    ...table,
    columns: ['id', 'name'],
    mapping: { pin: 'id' },
    unnamed: [],
    problems: [],
    file: '/d/films.csv',
    join: { found: 3, pins: 4, whole: true },
    settings: { file: '/d/films.csv', header: true, columns: { pin: 'id' } },
  },
};
const fields = ['user', 'pin', 'at'];
const columns = { user: 'who', pin: 'what', at: 'when' };

test('what a preview shows becomes settings: logs, their columns and the pins file', () => {
  expect(Object.fromEntries(settingsOfPreview(preview, fields, ['pin', 'title']))).toEqual({
    files: ['/d/log.csv'],
    columns,
    pins: { file: '/d/films.csv', header: true, columns: { pin: 'id', title: 'name' } },
  });
});

test('a proposed pins file that is no such thing becomes a log, with columns that are named', () => {
  expect(Object.fromEntries(withRole(preview, fields, '/d/films.csv', 'actions'))).toEqual({
    files: ['/d/films.csv', '/d/log.csv'],
    pins: null,
    columns: null,
  });
  const last = { ...preview, files: [preview.files[1]!, preview.files[0]!] };
  expect(Object.fromEntries(withRole(last, fields, '/d/films.csv', 'actions'))).toEqual({
    files: ['/d/log.csv', '/d/films.csv'],
    pins: null,
    columns,
  });
});

test('another pins file takes the place of the one before, which is a log again', () => {
  const settings = Object.fromEntries(withRole(preview, fields, '/d/people.csv', 'pins'));
  expect(settings.pins).toEqual({ file: '/d/people.csv' });
  expect(settings.files).toEqual(['/d/films.csv', '/d/log.csv']);
});

test('the only log stays one, and a pins file of the settings is a file, too', () => {
  const files = roledFiles({ ...preview, files: [preview.files[1]!] });
  expect(files.map(({ path, role }) => [path, role])).toEqual([
    ['/d/log.csv', 'actions'],
    ['/d/films.csv', 'pins'],
  ]);
  expect(rolesFor(files, files[0]!)).toEqual(['actions']);
  expect(rolesFor(files, files[1]!)).toEqual(['actions', 'pins', 'other']);
});

test('the sentence of a join has the share, and says where more may be found', () => {
  expect(joinWords(preview)).toBe(
    'films.csv describes 75 % of the 4 pins in the first rows of log.csv.',
  );
  const join = { found: 1, pins: 4, whole: false };
  expect(joinWords({ ...preview, pins: { ...preview.pins!, join } })).toContain('at least 25 %');
  expect(joinWords({ ...preview, pins: null })).toBe('');
});

test('only what a source says otherwise is written', () => {
  expect(
    changedSettings({ files: ['a'], columns }, [
      ['files', ['a']],
      ['pins', null],
    ]),
  ).toEqual([]);
  expect(changedSettings({ files: ['a'] }, [['files', ['b']]])).toEqual([['files', ['b']]]);
});
