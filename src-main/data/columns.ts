/**
 * The columnar shapes in which data sets are held in memory. Typed arrays only (they may be views of
 * SharedArrayBuffers), so that batch workers read them without copies and without objects.
 */

/** Strings without objects: value i is the UTF-8 of bytes[offsets[i] … offsets[i + 1]). */
export interface StringColumn {
  readonly length: number;
  at(index: number): string;
  /** Index of an exact value, or -1. Builds its lookup on first use. */
  indexOf(value: string): number;
}

/** All users' timelines, user by user, each ascending by time with ties in source order. */
export interface Timelines {
  readonly userCount: number;
  readonly actionCount: number;
  /** Actions of user u are offsets[u] … offsets[u + 1] − 1. Length userCount + 1. */
  readonly offsets: Uint32Array;
  readonly pin: Int32Array;
  /** UTC milliseconds, whole numbers. */
  readonly atMs: Float64Array;
  /** Index into actionTypes / surfaces; 0 when the data has no such column. */
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  /** 0 when unknown. */
  readonly durationSeconds: Float32Array;
  /** 1 where the action is a positive engagement by the data set's rule. */
  readonly positive: Uint8Array;
}

export interface PinTable {
  readonly count: number;
  /** Width E of the embeddings that came with the data; 0 when none did. */
  readonly embeddingWidth: number;
  /** [count, E] row-major; empty when E is 0. */
  readonly embeddings: Float32Array;
  /** Interests of pin v are interests[interestOffsets[v] … interestOffsets[v + 1]). */
  readonly interestOffsets: Uint32Array;
  readonly interests: Int32Array;
  readonly interestNames: readonly string[];
  /** First action on the pin by anyone, UTC ms; +Infinity when never engaged. */
  readonly firstAtMs: Float64Array;
  readonly ids: StringColumn;
  /** Empty strings where the data has no title. */
  readonly titles: StringColumn;
}

/** Which optional columns the data really has; a missing one switches its feature off. */
export interface ColumnPresence {
  readonly type: boolean;
  readonly surface: boolean;
  readonly duration: boolean;
  /** False for `--time order`: times are row numbers, only leaveOneOut makes sense. */
  readonly time: boolean;
  readonly embedding: boolean;
  readonly interests: boolean;
  readonly title: boolean;
}

/** A data set, opened. Plain data: it can be posted to a worker thread except for its StringColumns. */
export interface Dataset {
  readonly name: string;
  /** Absolute folder data/<name> of the workspace. */
  readonly folder: string;
  /** Hex SHA-256 over the manifest's parts: changes when and only when the content changes. */
  readonly contentHash: string;
  readonly has: ColumnPresence;
  readonly actionTypes: readonly string[];
  readonly surfaces: readonly string[];
  readonly timelines: Timelines;
  readonly userIds: StringColumn;
  readonly pins: PinTable;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}
