/**
 * The compute process: runs one job and ends. One of its threads loads the device; a native abort
 * here ends this process and nothing else. It ends by itself when its parent is gone.
 */
import { StudioError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import { type FromHost, type ToHost, toPlainError } from './job-protocol.js';
import { jobLoaders } from './jobs/registry.js';
import { throttleLatest } from './throttle.js';

/** Sends and waits until the message has left: a process that ends drops what is still queued. */
function send(message: FromHost): Promise<void> {
  return new Promise(resolve => {
    if (!process.connected || !process.send) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

async function runJob(kind: string, params: unknown, signal: AbortSignal): Promise<FromHost> {
  const progress = throttleLatest<Progress>(
    latest => void send({ type: 'progress', progress: latest }),
  );
  try {
    const load = Object.entries(jobLoaders).find(([name]) => name === kind)?.[1];
    if (!load) throw new StudioError('INTERNAL', `internal: there is no job "${kind}".`);
    // The parent's runJob is typed by the same registry, so kind and params belong together.
    const job = (await load()) as unknown as (p: unknown, context: object) => Promise<unknown>;
    const result = await job(params, {
      signal,
      onProgress: (latest: Progress) => progress.push(latest),
      onNote: (line: string) => void send({ type: 'note', line }),
    });
    return { type: 'done', result };
  } catch (error) {
    return { type: 'failed', error: toPlainError(error) };
  } finally {
    progress.flush();
  }
}

const cancelling = new AbortController();
// The terminal sends Ctrl-C to the whole group; only the parent decides what it means.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(1));
process.on('message', (message: ToHost) => {
  if (message.type === 'cancel') cancelling.abort();
  else
    void runJob(message.kind, message.params, cancelling.signal)
      .then(send)
      .finally(() => process.exit(0));
});
