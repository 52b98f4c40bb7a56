import type { ServingMethodName, ServingParams, ServingResult } from './registry.js';
import { type AskContext, type ServingClientOptions, ServingProcess } from './serving-process.js';

export type { AskContext, ServingClientOptions };

/**
 * Questions about single users of trained runs, answered by one warm process that starts with the first
 * question. When it dies, what it was asked fails as UNAVAILABLE and the next question starts another.
 * So it does after it was idle: what it held is read anew. A shell that serves several windows puts the window into the channel.
 */
export function createServing(folder: string, options: ServingClientOptions = {}) {
  const host = new ServingProcess(folder, options);
  const method =
    <M extends ServingMethodName>(name: M) =>
    (params: ServingParams<M>, context: AskContext = {}): Promise<ServingResult<M>> =>
      // The host runs the method of this name, whose result type the registry states.
      host.ask(name, params, context) as Promise<ServingResult<M>>;
  return {
    users: method('users'),
    pins: method('pins'),
    findPins: method('findPins'),
    userTimeline: method('userTimeline'),
    momentOf: method('momentOf'),
    attentionAt: method('attentionAt'),
    retrieveAt: method('retrieveAt'),
    interestsAt: method('interestsAt'),
    whyPin: method('whyPin'),
    whatIf: method('whatIf'),
    targetRanks: method('targetRanks'),
    nearPins: method('nearPins'),
    nearUsers: method('nearUsers'),
    /** Ends the process; a later question starts a new one. */
    stop: () => host.stop(),
  };
}

export type Serving = ReturnType<typeof createServing>;
