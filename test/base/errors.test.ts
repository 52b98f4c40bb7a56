import { expect, test } from 'vitest';
import {
  badInput,
  isStudioError,
  StudioError,
  throwIfCancelled,
} from '../../src-main/base/errors.js';

test('an error is one sentence of place, what is wrong and the remedy', () => {
  const error = badInput('the column "pinn" is not there.', {
    where: 'actions.csv:1',
    remedy: 'Did you mean "pin"?',
  });
  expect(error.describe()).toBe(
    'actions.csv:1: the column "pinn" is not there. Did you mean "pin"?',
  );
  expect(error.code).toBe('BAD_INPUT');
});

test('without place and remedy only the message is said', () => {
  expect(new StudioError('INTERNAL', 'the index is torn.').describe()).toBe('the index is torn.');
});

test('the cause is kept, and absent when there is none', () => {
  const cause = new TypeError('fetch failed');
  expect(new StudioError('UNAVAILABLE', 'no network.', { cause }).cause).toBe(cause);
  expect('cause' in new StudioError('UNAVAILABLE', 'no network.')).toBe(false);
});

test('isStudioError knows our errors and tells their codes apart', () => {
  const error = badInput('no.');
  expect(isStudioError(error)).toBe(true);
  expect(isStudioError(error, 'NOT_FOUND', 'BAD_INPUT')).toBe(true);
  expect(isStudioError(error, 'CONFLICT')).toBe(false);
  expect(isStudioError(new Error('no.'))).toBe(false);
  expect(isStudioError(undefined)).toBe(false);
});

test('throwIfCancelled throws CANCELLED once the signal has fired, and not before', () => {
  const controller = new AbortController();
  throwIfCancelled(undefined);
  throwIfCancelled(controller.signal);
  controller.abort();
  expect(() => throwIfCancelled(controller.signal)).toThrow(
    expect.objectContaining({ code: 'CANCELLED' }),
  );
});
