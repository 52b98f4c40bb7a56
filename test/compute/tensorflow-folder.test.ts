import { expect, test } from 'vitest';
import { tensorflowFolder as installedTo } from '../../scripts/steps/tensorflow-folder.mjs';
import { tensorflowFolder } from '../../src-main/compute/tensorflow-folder.js';

test.each([
  [{ PINNERFORMER_TENSORFLOW: '/opt/tf', XDG_CACHE_HOME: '/cache' }, /^\/opt\/tf$/],
  [{ XDG_CACHE_HOME: '/cache' }, /^\/cache\/pinnerformer-studio\/tensorflow$/],
  [{ XDG_CACHE_HOME: '' }, /\/\.cache\/pinnerformer-studio\/tensorflow$/],
])('with %o TensorFlow is looked for where it is installed', (environment, expected) => {
  expect(tensorflowFolder(environment)).toMatch(expected);
  expect(installedTo(environment)).toBe(tensorflowFolder(environment));
});
