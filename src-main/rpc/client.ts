import { Caller } from './caller.js';
import type { Port } from './port.js';
import type { Api, CallOptions, ClientOf } from './procedure.js';
import { mapApi } from './walk-api.js';

/** A typed client over one port. When the port is closed, all that is under way fails with UNAVAILABLE. */
export function connect<A extends Api>(api: A, port: Port): ClientOf<A> {
  const caller = new Caller();
  caller.attach(port);
  port.onClose(() => caller.close());
  return clientOver(api, caller);
}

/** The functions of a client, by the api's shape. */
export function clientOver<A extends Api>(api: A, caller: Caller): ClientOf<A> {
  const client = mapApi(api, ({ kind }, path) =>
    kind === 'call'
      ? (params: unknown, options?: CallOptions<unknown>) => caller.call(path, params, options)
      : (params: unknown, listener: (event: unknown) => void, onError?: (error: Error) => void) =>
          caller.subscribe(path, params, listener, onError),
  );
  // mapApi keeps the shape, and each member is a function of its procedure's kind.
  return client as ClientOf<A>;
}
