import { expect, test } from 'vitest';
import type { ImportPreview } from '../../../src-main/contract/workspace.js';
import {
  columnsSetting,
  datasetName,
  FIELDS,
  fieldsOf,
  filesOf,
  inWindow,
  missingFields,
  withField,
} from '../../../src-renderer/cells/import/mapping.js';

const preview: ImportPreview = {
  format: 'csv',
  delimiter: ',',
  header: true,
  columns: ['uid', 'place', 'when'],
  rows: [],
  mapping: { user: 'uid', at: 'when' },
  accepted: 0,
  rejected: [],
  looked: 0,
  unnamed: [],
  types: [],
  ratings: [],
  problems: [],
  log: 'a.csv',
  files: [],
  pins: null,
};

test('columns stand for the fields that the preview guessed', () => {
  expect(fieldsOf(preview, FIELDS)).toEqual(['user', '', 'at']);
  expect(fieldsOf({ ...preview, mapping: { pin: 2 } }, FIELDS)).toEqual(['', 'pin', '']);
});

test('columns are named by header, or by position where there is none', () => {
  expect(columnsSetting(preview, ['user', 'pin', ''])).toEqual({ user: 'uid', pin: 'place' });
  expect(columnsSetting({ ...preview, header: false }, ['user', '', 'at'])).toEqual({
    user: 1,
    at: 3,
  });
});

test('a field that is chosen for one column is taken from the other', () => {
  expect(withField(['user', 'pin', ''], 2, 'pin')).toEqual(['user', '', 'pin']);
  expect(withField(['user', '', ''], 0, '')).toEqual(['', '', '']);
});

test('user and pin must be chosen', () => {
  expect(missingFields(['at', '', ''])).toEqual(['user', 'pin']);
  expect(missingFields(['pin', 'user'])).toEqual([]);
});

test('a data set is named after its first file', () => {
  expect(datasetName(['/data/Gowalla total.Checkins.txt.gz'])).toBe('gowalla-total');
  expect(datasetName(['C:\\logs\\+.csv'])).toBe('data');
});

test('files stand in the settings as a list or as one', () => {
  expect(filesOf({ files: ['a', 'b', 3] })).toEqual(['a', 'b']);
  expect(filesOf({ file: 'a' })).toEqual(['a']);
  expect(filesOf(null)).toEqual([]);
});

test('a note of the import names files shortly', () => {
  expect(inWindow('/data/x/log.csv: the first line holds values.')).toBe(
    'log.csv: the first line holds values.',
  );
  expect(inWindow('12 km/h and/or a/b')).toBe('12 km/h and/or a/b');
});
