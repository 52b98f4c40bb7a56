import { expect, test } from 'vitest';
import { mayHoldActions } from '../../../src-renderer/cells/import/readable-files.js';

test('files of rows may be dropped, whatever they are called and zipped or not; pictures may not', () => {
  const names = ['a.csv', 'ratings.dat.gz', 'B.TSV', 'log.jsonl', 'x.parquet', 'events.log'];
  expect(names.filter(mayHoldActions)).toEqual(names);
  expect(['a.png', 'csv', 'a.csv.zip', 'notes.md'].filter(mayHoldActions)).toEqual([]);
});
