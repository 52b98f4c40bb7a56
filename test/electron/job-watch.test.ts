import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { api } from '../../src-main/contract/api.js';
import type { JobRecord } from '../../src-main/contract/jobs.js';
import { JobWatch } from '../../src-main/electron/job-watch.js';
import { messagePort } from '../../src-main/rpc/ports/message-port.js';
import { serve } from '../../src-main/rpc/server.js';

const notifications = vi.hoisted(() => [] as { title: string; body: string; click: () => void }[]);

vi.mock('electron', () => ({
  Notification: class {
    #click: () => void = () => undefined;
    constructor(readonly options: { title: string; body: string }) {}
    once(_name: string, listener: () => void) {
      this.#click = listener;
    }
    show() {
      notifications.push({ ...this.options, click: () => this.#click() });
    }
  },
}));

beforeEach(() => void notifications.splice(0));

const running: JobRecord = {
  id: 'job-1',
  kind: 'train',
  title: 'train dense-1 on gowalla',
  status: 'running',
  resumable: false,
  createdAtMs: 0,
  startedAtMs: 0,
};
const done: JobRecord = { ...running, status: 'done', endedAtMs: 60_000 };

/** A watch over an engine whose jobs the test sets, and that can die. */
function startWatch({ focused }: { readonly focused: boolean }) {
  let records: readonly JobRecord[] = [running];
  const emitters = new Set<(records: readonly JobRecord[]) => void>();
  const lost = new Set<() => void>();
  const ports: MessagePort[] = [];
  const focus = vi.fn();
  const engine = {
    connect() {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1);
      const feed = (_params: unknown, emit: (records: readonly JobRecord[]) => void) => {
        emitters.add(emit);
        emit(records);
        return () => void emitters.delete(emit);
      };
      serve({ jobs: { feed: api.jobs.feed } }, { jobs: { feed } }, messagePort(port1));
      return port2;
    },
    onLost(listener: () => void) {
      lost.add(listener);
      return () => void lost.delete(listener);
    },
  };
  const watch = new JobWatch(engine, { isFocused: () => focused, focus });
  onTestFinished(() => {
    watch.close();
    for (const port of ports) port.close();
  });
  return {
    watch,
    focus,
    set(next: readonly JobRecord[]) {
      records = next;
      for (const emit of emitters) emit(records);
    },
    die() {
      for (const listener of lost) listener();
    },
  };
}

test('it knows what runs', async () => {
  const { watch, set } = startWatch({ focused: true });
  await vi.waitFor(() => expect(watch.underWay).toEqual(['train dense-1 on gowalla']));
  set([done]);
  await vi.waitFor(() => expect(watch.underWay).toEqual([]));
});

test('a long job that ends while its window has no focus is told, and a click leads to the window', async () => {
  const { watch, set, focus } = startWatch({ focused: false });
  await vi.waitFor(() => expect(watch.underWay).toHaveLength(1));
  set([done]);
  await vi.waitFor(() => expect(notifications).toHaveLength(1));
  expect(notifications[0]).toMatchObject({ title: 'Done', body: 'train dense-1 on gowalla' });
  notifications[0]?.click();
  expect(focus).toHaveBeenCalledOnce();
});

test('who looks at the window is told nothing', async () => {
  const { watch, set } = startWatch({ focused: true });
  await vi.waitFor(() => expect(watch.underWay).toHaveLength(1));
  set([done]);
  await vi.waitFor(() => expect(watch.underWay).toHaveLength(0));
  expect(notifications).toEqual([]);
});

test('it watches the engine that follows one that died', async () => {
  const { watch, set, die } = startWatch({ focused: true });
  await vi.waitFor(() => expect(watch.underWay).toHaveLength(1));
  set([]);
  await vi.waitFor(() => expect(watch.underWay).toHaveLength(0));
  die();
  set([running, { ...running, id: 'job-2', title: 'import', status: 'queued' }]);
  await vi.waitFor(() => expect(watch.underWay).toEqual(['train dense-1 on gowalla', 'import']));
});
