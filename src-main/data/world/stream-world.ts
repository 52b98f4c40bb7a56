import { throwIfCancelled } from '../../base/errors.js';
import type { Timelines } from '../columns.js';
import { ActionBuffer } from './action-buffer.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';
import { UserSimulator } from './user-simulator.js';

/** Whole timelines of users firstUser … firstUser + userCount − 1, pins by catalogue row. */
export interface WorldChunk extends Timelines {
  readonly firstUser: number;
}

export interface StreamOptions {
  /** A chunk ends with the user who fills it. Default 262,144. */
  readonly actionsPerChunk?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The users of a world, one after another, in chunks of whole timelines: memory is one chunk and the
 * catalogue however many users there are. The cut into chunks changes nothing about the users.
 */
export function* streamWorld(
  config: WorldConfig,
  catalogue: Catalogue,
  options: StreamOptions = {},
): Generator<WorldChunk> {
  const { actionsPerChunk = 262_144, signal } = options;
  const simulator = new UserSimulator(config, catalogue);
  let user = 0;
  while (user < config.users) {
    const firstUser = user;
    const buffer = new ActionBuffer();
    const ends: number[] = [];
    while (user < config.users && buffer.length < actionsPerChunk && ends.length < 1 << 20) {
      throwIfCancelled(signal);
      simulator.play(user, buffer);
      ends.push(buffer.length);
      user++;
    }
    const { length } = buffer;
    yield {
      firstUser,
      userCount: ends.length,
      actionCount: length,
      offsets: Uint32Array.from([0, ...ends]),
      pin: buffer.pin.subarray(0, length),
      atMs: buffer.atMs.subarray(0, length),
      type: buffer.type.subarray(0, length),
      surface: buffer.surface.subarray(0, length),
      durationSeconds: buffer.durationSeconds.subarray(0, length),
      positive: buffer.positive.subarray(0, length),
    };
  }
}
