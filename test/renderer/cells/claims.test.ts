import { expect, test } from 'vitest';
import { groupClaims, inNotation } from '../../../src-renderer/cells/simulate/claims.js';

test('numbers of a sentence lose the nought before the point and get a real minus', () => {
  expect(inNotation('on all: +0.002 [-0.005, 0.008] holds 0')).toBe(
    'on all: +.002 [−.005, .008] holds 0',
  );
  expect(inNotation('10.5 of 1.0.3 at 0')).toBe('10.5 of 1.0.3 at 0');
  expect(inNotation('+0.000 [-0.000, 0.001]')).toBe('.000 [.000, .001]');
});

test('claims of one verdict and reason stand together, the held ones first', () => {
  const claim = (text: string, verdict: 'held' | 'undecided', why: string) => ({
    claim: text,
    verdict,
    why,
    evidence: [],
  });
  const groups = groupClaims([
    claim('a: once < daily', 'undecided', 'on all: 0.001 holds 0'),
    claim('a: daily < realtime', 'held', ''),
    claim('b: daily < realtime', 'held', ''),
  ]);
  expect(groups).toEqual([
    {
      verdict: 'held',
      why: '',
      claims: ['a: daily < realtime', 'b: daily < realtime'],
      count: 2,
    },
    { verdict: 'undecided', why: 'on all: .001 holds 0', claims: ['a: once < daily'], count: 1 },
  ]);
});
