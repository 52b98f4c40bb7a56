import type { z } from 'zod';

/**
 * How an API is declared: a nested record of calls and feeds, from which the types of its client and
 * of its handlers follow.
 *
 *     const api = {
 *       users: {
 *         list: call(z.object({ prefix: z.string() })).returns<readonly User[]>(),
 *         changes: feed(z.object({})).of<User>(),
 *       },
 *     };
 *     type Client = ClientOf<typeof api>;      // client.users.list({ prefix: 'a' })
 *     type Handlers = HandlersOf<typeof api>;  // { users: { list: ({ prefix }) => … } }
 */

/** One question, one answer; with progress in between where `Progress` is not never. */
export interface Call<Params extends z.ZodType, Result, Progress> {
  readonly kind: 'call';
  readonly params: Params;
  /** Carries the types, never a value. */
  readonly types?: { readonly result: Result; readonly progress: Progress };
}

/** A stream of events, from the subscription until it is disposed of or fails. */
export interface Feed<Params extends z.ZodType, Event> {
  readonly kind: 'feed';
  readonly params: Params;
  /** Carries the type, never a value. */
  readonly types?: { readonly event: Event };
}

/** A nested record of procedures; `never` in the phantom types so that every procedure fits. */
export interface Api {
  readonly [name: string]: Procedure | Api;
}
export type Procedure = Call<z.ZodType, unknown, unknown> | Feed<z.ZodType, unknown>;

/** Declares a call whose parameters are parsed by `params` before a handler sees them. */
export function call<Params extends z.ZodType>(params: Params) {
  const declared = { kind: 'call', params } as const;
  return {
    returns: <Result>(): Call<Params, Result, never> => declared,
    withProgress: <Progress>() => ({
      returns: <Result>(): Call<Params, Result, Progress> => declared,
    }),
  };
}

/** Declares a feed whose parameters are parsed by `params` before a handler sees them. */
export function feed<Params extends z.ZodType>(params: Params) {
  return { of: <Event>(): Feed<Params, Event> => ({ kind: 'feed', params }) };
}

/** Ends a subscription; calling it again does nothing. */
export type Dispose = () => void;

export interface CallOptions<Progress> {
  /** Aborting it cancels the call at once here, and tells the handler. */
  readonly signal?: AbortSignal | undefined;
  /** At most ten a second; the latest wins. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A client: `client.users.list(params, options)` is a promise, `client.users.changes(params, listener)` a subscription. */
export type ClientOf<A> = {
  readonly [Name in keyof A]: A[Name] extends Call<infer Params, infer Result, infer Progress>
    ? (params: z.input<Params>, options?: CallOptions<Progress>) => Promise<Result>
    : A[Name] extends Feed<infer Params, infer Event>
      ? (
          params: z.input<Params>,
          listener: (event: Event) => void,
          /** Told once when the feed fails; no event follows. A lost port is no failure: see client.ts. */
          onError?: (error: Error) => void,
        ) => Dispose
      : ClientOf<A[Name]>;
};

export interface CallContext<Progress> {
  /** Aborted when the caller cancels and when its port is lost. */
  readonly signal: AbortSignal;
  /** May be called as often as it likes: what crosses is throttled. */
  readonly onProgress: (progress: Progress) => void;
  /** Names the port that the call came over among all that this process serves: one a window. */
  readonly connection: number;
}

export interface FeedContext {
  /** Aborted when the subscriber disposes and when its port is lost. */
  readonly signal: AbortSignal;
}

/** Handlers: a call returns its result; a feed starts emitting and returns what ends it. */
export type HandlersOf<A> = {
  readonly [Name in keyof A]: A[Name] extends Call<infer Params, infer Result, infer Progress>
    ? (params: z.output<Params>, context: CallContext<Progress>) => Result | Promise<Result>
    : A[Name] extends Feed<infer Params, infer Event>
      ? (
          params: z.output<Params>,
          emit: (event: Event) => void,
          context: FeedContext,
        ) => Dispose | Promise<Dispose>
      : HandlersOf<A[Name]>;
};
