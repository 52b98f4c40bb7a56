import { expect, test } from 'vitest';
import { badInput, StudioError } from '../../../src-main/base/errors.js';
import { JobInterrupted } from '../../../src-main/services/job-process.js';
import { outcomeOf } from '../../../src-main/services/job-queue/job-outcome.js';

const stopped = new StudioError('CANCELLED', 'stopped');
const outcome = (error: unknown, change = {}) => {
  const { status, resumable } = outcomeOf(error, {
    kind: 'index' as const,
    pausing: false,
    closing: false,
    ...change,
  });
  return [status, resumable];
};

test('only what was stopped or died can go on', () => {
  expect(outcome(undefined)).toEqual(['done', false]);
  expect(outcome(badInput('no'))).toEqual(['failed', false]);
  expect(outcome(stopped)).toEqual(['cancelled', false]);
  expect(outcome(stopped, { kind: 'train' })).toEqual(['cancelled', true]);
  expect(outcome(stopped, { pausing: true })).toEqual(['paused', true]);
  expect(outcome(stopped, { pausing: true, closing: true })).toEqual(['interrupted', true]);
  expect(outcome(new JobInterrupted('died', 'SIGKILL', ''))).toEqual(['interrupted', true]);
});
