/**
 * What is shown of one user at one instant: the timeline, the embeddings in force, attention, retrieved
 * pins, and what would have changed them. Actions are named by their place in the user's own timeline,
 * 0 for the oldest; pins by their row in the data set's table of pins. Times are UTC milliseconds.
 */

/** Whose embedding, of which run, and when. */
export interface MomentRequest {
  readonly run: string;
  /** The user's id in the data. */
  readonly user: string;
  /** The embedding sees actions strictly before this instant. */
  readonly atMs: number;
}

/** One user's life in columns of equal length, oldest action first. */
export interface UserTimeline {
  readonly dataset: string;
  readonly user: string;
  readonly atMs: Float64Array;
  readonly pin: Int32Array;
  /** Index into `types`, `surfaces`. */
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  /** 0 when unknown. */
  readonly durationSeconds: Float32Array;
  /** 1 where the action is a positive engagement. */
  readonly positive: Uint8Array;
  /** Index into `interests` of the pin's first interest, −1 for none. */
  readonly interest: Int16Array;
  readonly types: readonly string[];
  readonly surfaces: readonly string[];
  /** The user's interests, by falling share of the actions. */
  readonly interests: readonly { readonly name: string; readonly share: number }[];
  readonly has: { readonly type: boolean; readonly surface: boolean; readonly duration: boolean };
}

export interface PinCard {
  readonly pin: number;
  readonly id: string;
  /** Empty where the data has none; so are url and image. */
  readonly title: string;
  readonly interests: readonly string[];
  readonly url: string;
  readonly image: string;
}

/** The embedding that a cadence would use at an instant (spec §6). */
export interface EmbeddingInForce {
  /** once, daily, realtime, 6h, 6h+1d … */
  readonly cadence: string;
  /** It has seen the actions strictly before this. */
  readonly seenUntilMs: number;
  /** Actions between `seenUntilMs` and the instant. */
  readonly unseen: number;
  /** Cosine to the realtime embedding, −1 to 1; null when either has no action to read. */
  readonly cosine: number | null;
}

export interface Moment {
  readonly run: string;
  readonly user: string;
  readonly atMs: number;
  /** t: when the run's training ended. */
  readonly trainedUntilMs: number;
  /** End of the evaluation window, t + 14 d. */
  readonly windowUntilMs: number;
  readonly split: 'train' | 'validation' | 'test';
  /** Actions that the sequence holds, oldest first; empty before the first action. */
  readonly sequence: Int32Array;
  readonly inForce: readonly EmbeddingInForce[];
}

/** Attention of the sequence at a moment. */
export interface AttentionView {
  readonly layers: number;
  readonly heads: number;
  /** Actions of the sequence, oldest first; `count` of them. */
  readonly sequence: Int32Array;
  /** [layers, heads, count]: what the newest action attends to; each row of a head sums to 1. */
  readonly newest: Float32Array;
  /** [count, count] of the layer and head asked for, or their mean: row = query, column = key. */
  readonly matrix: Float32Array;
}

/** A pin by its closeness to an embedding. */
export interface NearPin extends PinCard {
  /** 1 is the closest. */
  readonly rank: number;
  /** Euclidean distance of the two unit embeddings, 0 to 2; null where similarity is a bare dot product. */
  readonly distance: number | null;
  /** Inner product of the two embeddings. */
  readonly score: number;
}

export interface RetrievedPin extends NearPin {
  /** The user had acted on it before the instant. */
  readonly visited: boolean;
  /** First positive engagement in the 14 days after the instant; null when there was none. */
  readonly engagedAtMs: number | null;
}

/** The top-k of one cadence's embedding. */
export interface RetrievedColumn {
  readonly cadence: string;
  readonly seenUntilMs: number;
  readonly pins: readonly RetrievedPin[];
}

export interface Retrieval {
  readonly columns: readonly RetrievedColumn[];
  readonly k: number;
  /** Pins of the index: those whose features are known at t. */
  readonly indexPins: number;
  readonly search: 'exact' | 'hnsw';
  /** Milliseconds of the search alone. */
  readonly milliseconds: number;
  /** With HNSW: share of the exact top-k that it found, and the time of the exact search. */
  readonly hnsw?: { readonly recall: number; readonly exactMilliseconds: number } | undefined;
  /** Why exact search serves although HNSW was asked for. */
  readonly note?: string | undefined;
  /** Positive engagements of the 14 days after the instant, on pins of the index. */
  readonly engagedLater: number;
}

/** Interests of what a cadence retrieves for a user beside those of the user's past. */
export interface InterestsOfUser {
  /** Shares among both, a pin's weight split evenly over its interests; by falling share in either. */
  readonly interests: readonly {
    readonly name: string;
    readonly results: number;
    readonly history: number;
  }[];
  /** Interest Entropy of the retrieved pins, nats; NaN where none has an interest. */
  readonly entropy: number;
  readonly retrieved: number;
  /** Before the instant. */
  readonly actions: number;
}

/** The pins whose embeddings are nearest to a pin's. */
export interface NearPins {
  readonly pin: PinCard;
  /** Closest first, the pin left out; at most k. */
  readonly pins: readonly NearPin[];
  /** Pins of the index: those whose features are known at t. */
  readonly indexPins: number;
}

/** A user by closeness to another's embedding; rank, distance and score as of pins. */
export interface NearUser extends Pick<NearPin, 'rank' | 'distance' | 'score'> {
  readonly user: string;
  readonly split: 'train' | 'validation' | 'test';
  /** In all of the data. */
  readonly actions: number;
}

/** The users whose embeddings are nearest to a user's at an instant. */
export interface NearUsers {
  /** Closest first, the user left out; empty before the user's first action. */
  readonly users: readonly NearUser[];
  /** The others' embeddings have seen their actions strictly before this: the last whole day from t on. */
  readonly othersSeenUntilMs: number;
  /** Users that were compared: those of a sample of at most 2,000 that had an action by then. */
  readonly compared: number;
  readonly allUsers: number;
}

/** Past actions that are left out together. */
export interface ActionGroup {
  readonly label: string;
  readonly by: 'session' | 'interest' | 'surface' | 'similarity';
  readonly actions: Int32Array;
  /** Cosine of user and pin with all actions less that without these: above 0, they brought the pin near. */
  readonly effect: number;
}

export interface WhyPin {
  readonly pin: PinCard;
  readonly cosine: number;
  /** By falling |effect|; none where nothing is left without any. */
  readonly groups: readonly ActionGroup[];
  readonly forwardPasses: number;
}

/** While a question of why is answered: forward passes so far, and at most. */
export interface PassesMade {
  readonly made: number;
  readonly most: number;
}

/** A change of the past that never happened. */
export type Change =
  | { readonly kind: 'drop'; readonly action: number }
  | { readonly kind: 'retime'; readonly action: number; readonly atMs: number }
  | {
      readonly kind: 'insert';
      readonly pin: number;
      readonly atMs: number;
      readonly type: number;
      readonly surface: number;
      readonly durationSeconds: number;
    };

export interface WhatIf {
  /** Actions that the model reads, before and after: not those that a change took too far into the past. */
  readonly read: readonly [number, number];
  /** Cosine of the embeddings before and after. */
  readonly cosine: number;
  readonly before: readonly RetrievedPin[];
  readonly after: readonly RetrievedPin[];
}

/** One engaged pin: how far each cadence was from retrieving it. */
export interface TargetView {
  readonly pin: PinCard;
  readonly engagedAtMs: number;
  readonly ranks: readonly {
    readonly cadence: string;
    readonly seenUntilMs: number;
    /** 1 + counted pins at least as close; null where the pin had no features at t. */
    readonly rank: number | null;
    /** Actions that had arrived since the embedding was computed, oldest first. */
    readonly unseen: Int32Array;
  }[];
  readonly indexPins: number;
}

export interface UserRow {
  readonly user: string;
  readonly actions: number;
  readonly positives: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly split: 'train' | 'validation' | 'test';
}
