import { afterEach, expect, test, vi } from 'vitest';
import { requireNode } from '../../scripts/steps/node-version.mjs';

afterEach(() => vi.restoreAllMocks());

test.each(['20.19.0', '20.20.2', '22.0.0'])('Node %s is new enough', version => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  requireNode(version);
  expect(exit).not.toHaveBeenCalled();
});

test.each(['20.18.3', '18.20.4'])('Node %s is refused with what to do', version => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  const say = vi.spyOn(console, 'error').mockReturnValue();
  requireNode(version);
  expect(exit).toHaveBeenCalledWith(1);
  expect(say).toHaveBeenCalledWith(
    `PinnerFormer Studio needs Node 20.19 or newer, and this is Node ${version}. ` +
      'Install a newer one from https://nodejs.org and run the command again.',
  );
});
