import { Notification } from 'electron';
import { api } from '../contract/api.js';
import type { JobRecord } from '../contract/jobs.js';
import { type EmitterPort, messagePort } from '../rpc/ports/message-port.js';
import { type ReconnectingClient, reconnecting } from '../rpc/reconnecting.js';
import { isUnderWay, jobNews } from './job-news.js';

export interface WatchedWindow {
  isFocused(): boolean;
  /** Brings it to the front. */
  focus(): void;
}

/** The part of an engine's host that a client needs. */
export interface EnginePorts {
  connect(): EmitterPort;
  /** Told each time the engine has died; returns what ends the telling. */
  onLost(listener: () => void): () => void;
}

const jobs = { jobs: { feed: api.jobs.feed } };

/** Main as one more client of the engine: it knows what runs, and tells of what ended. */
export class JobWatch {
  readonly #connection: ReconnectingClient<typeof jobs>;
  #records: readonly JobRecord[] = [];

  constructor(engine: EnginePorts, window: WatchedWindow) {
    this.#connection = reconnecting(jobs, async () => {
      const port = messagePort(engine.connect());
      port.onClose(engine.onLost(() => port.close()));
      return port;
    });
    this.#connection.client.jobs.feed({}, records => {
      if (!window.isFocused()) {
        for (const { title, body } of jobNews(this.#records, records)) {
          const notification = new Notification({ title, body });
          notification.once('click', () => window.focus());
          notification.show();
        }
      }
      this.#records = records;
    });
  }

  /** Titles of the jobs that closing the engine would interrupt. */
  get underWay(): readonly string[] {
    return this.#records.filter(isUnderWay).map(({ title }) => title);
  }

  close(): void {
    this.#connection.close();
  }
}
