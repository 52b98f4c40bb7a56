import type { Device } from '../compute/program.js';
import { createExactIndex } from '../retrieve/exact.js';
import type { PinIndex } from '../retrieve/pin-index.js';

/** The nearest of something, nearest first. */
export interface Neighbours {
  /** Pins or users. */
  readonly ids: Int32Array;
  readonly scores: Float32Array;
}

export interface NearestPinsRequest {
  readonly pin: number;
  readonly k: number;
  /** [pins, D]. */
  readonly pinEmbeddings: Float32Array;
  readonly signal?: AbortSignal | undefined;
}

/** The k pins of the index whose embeddings are nearest to a pin's, which is itself left out. */
export async function nearestPins(
  index: PinIndex,
  request: NearestPinsRequest,
): Promise<Neighbours> {
  const { pin, k, pinEmbeddings, signal } = request;
  const query = pinEmbeddings.slice(pin * index.width, (pin + 1) * index.width);
  const exclude = { offsets: Uint32Array.of(0, 1), pins: Int32Array.of(pin) };
  return found(await index.topK(query, k, { exclude, signal }));
}

/** Users with their embeddings of one moment. */
export interface EmbeddedUsers {
  readonly users: Int32Array;
  /** [users.length, D]. */
  readonly embeddings: Float32Array;
}

export interface NearestUsersRequest extends EmbeddedUsers {
  readonly user: number;
  /** [D]. */
  readonly embedding: Float32Array;
  readonly k: number;
  readonly signal?: AbortSignal | undefined;
}

/** The k users whose embeddings are nearest to a user's, which is itself left out. */
export async function nearestUsers(
  device: Device,
  request: NearestUsersRequest,
): Promise<Neighbours> {
  const { users, embeddings, user, embedding, k, signal } = request;
  const index = createExactIndex(device, embeddings, users.length, embedding.length);
  const own = Int32Array.from(users.keys()).filter(row => users[row] === user);
  const exclude = { offsets: Uint32Array.of(0, own.length), pins: own };
  const { ids, scores } = found(await index.topK(embedding, k, { exclude, signal }));
  return { ids: ids.map(row => users[row]!), scores };
}

function found({ pins, scores }: { pins: Int32Array; scores: Float32Array }): Neighbours {
  const short = pins.indexOf(-1);
  const count = short < 0 ? pins.length : short;
  return { ids: pins.slice(0, count), scores: scores.slice(0, count) };
}
