import { expect, test } from 'vitest';
import { checkName, readableName, unknownName } from '../../src-main/data/names.js';

test('a readable name is the base with the first free number', () => {
  expect(readableName('gowalla', [])).toBe('gowalla-1');
  expect(readableName('gowalla', ['gowalla-1', 'gowalla-3'])).toBe('gowalla-2');
  expect(readableName('My Data (new)', [])).toBe('my-data-new-1');
  expect(readableName('★', [])).toBe('unnamed-1');
});

test.each(['', '../x', 'a/b', '.hidden', 'a b', 'x'.repeat(65), 'é'])(
  'the name "%s" is refused',
  name => {
    expect(() => checkName('data set', name)).toThrowError(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(`"${name}"`) }),
    );
  },
);

test('an unknown name is answered with the nearest', () => {
  const error = unknownName('data set', 'gowala', ['gowalla', 'deskdrop'], 'here');
  expect(error.code).toBe('NOT_FOUND');
  expect(error.describe()).toBe('here: there is no data set "gowala". Did you mean gowalla?');
});
