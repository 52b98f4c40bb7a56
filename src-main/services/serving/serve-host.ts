/**
 * The serving process: holds opened runs and answers questions about them until its parent is gone. A
 * native abort here ends this process and nothing else; the client starts another one.
 */
import { StudioError } from '../../base/errors.js';
import type { DeviceName } from '../../compute/program.js';
import { toPlainError } from '../job-protocol.js';
import { LatestWinsQueue } from './latest-wins.js';
import type { FromServingHost, ToServingHost } from './protocol.js';
import { servingMethods } from './registry.js';
import { ServingState } from './serving-state.js';

function send(message: FromServingHost): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

const [workspaceFolder = '', device = 'auto', threads = '1'] = process.argv.slice(2);
const state = new ServingState({
  workspaceFolder,
  // The client passes on what its own options are typed to be.
  device: device as DeviceName | 'auto',
  threads: Number(threads),
  onNote: line => send({ type: 'note', line }),
});
const queue = new LatestWinsQueue();

async function answer(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
  const found = Object.entries(servingMethods).find(([name]) => name === method)?.[1];
  if (!found) throw new StudioError('INTERNAL', `internal: there is no method "${method}".`);
  // The client is typed by the same registry, so method and params belong together.
  const ask = found as unknown as (
    state: ServingState,
    params: unknown,
    signal: AbortSignal,
  ) => Promise<unknown>;
  return ask(state, params, signal);
}

// The terminal sends Ctrl-C to the whole group; only the parent decides what it means.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToServingHost) => {
  if (message.type === 'cancel') {
    queue.cancel(message.id);
    return;
  }
  const { id, key, method, params } = message;
  queue.submit({
    id,
    key,
    work: signal => answer(method, params, signal),
    settle: outcome =>
      send(
        'error' in outcome
          ? { type: 'failed', id, error: toPlainError(outcome.error) }
          : { type: 'answer', id, result: outcome.result },
      ),
  });
});
