import { RpcError, toPlainError } from './errors.js';
import { parseParams } from './parse-params.js';
import type { Port } from './port.js';
import type { Api, CallContext, Dispose, FeedContext, HandlersOf, Procedure } from './procedure.js';
import type { Request, Response } from './protocol.js';
import { throttle } from './throttle.js';
import { proceduresOf } from './walk-api.js';

type CallHandler = (params: unknown, context: CallContext<unknown>) => unknown;
type FeedHandler = (
  params: unknown,
  emit: (event: unknown) => void,
  context: FeedContext,
) => Dispose | Promise<Dispose>;

let connections = 0;

export interface ServeOptions {
  /** Told of errors without a code of ours, with their stack, which does not cross. */
  readonly onInternalError?: (error: unknown, path: string) => void;
}

/**
 * Answers what comes over the port with the handlers, until the port is closed or the returned
 * function is called; then everything under way is aborted.
 */
export function serve<A extends Api>(
  api: A,
  handlers: HandlersOf<A>,
  port: Port,
  options: ServeOptions = {},
): Dispose {
  const procedures = proceduresOf(api);
  const connection = ++connections;
  /** Calls and feeds under way: aborting one ends it, and from then on nothing is sent for it. */
  const underWay = new Map<number, AbortController>();

  const begin = (id: number) => {
    const ending = new AbortController();
    underWay.set(id, ending);
    return ending;
  };
  const end = (id: number) => {
    underWay.get(id)?.abort();
    underWay.delete(id);
  };
  const send = (response: Response) => {
    if (underWay.has(response.id)) port.send(response);
  };
  const fail = (id: number, path: string, error: unknown) => {
    const plain = toPlainError(error);
    if (plain.code === 'INTERNAL') options.onInternalError?.(error, path);
    send({ kind: 'error', id, error: plain });
  };

  async function answer(request: Request & { readonly kind: 'call' }): Promise<void> {
    const { id, path } = request;
    const { signal } = begin(id);
    const progress = throttle((value: unknown) => send({ kind: 'progress', id, value }));
    try {
      const procedure = find(procedures, path, 'call');
      const params = parseParams(procedure.params, request.params, path);
      // The types of client and handlers tie a path to its handler; here only the path is known.
      const handler = handlerAt(handlers, path) as CallHandler;
      const value = await handler(params, { signal, onProgress: progress.push, connection });
      progress.flush();
      send({ kind: 'result', id, value });
    } catch (error) {
      fail(id, path, error);
    } finally {
      progress.stop();
      underWay.delete(id);
    }
  }

  async function stream(request: Request & { readonly kind: 'subscribe' }): Promise<void> {
    const { id, path } = request;
    const { signal } = begin(id);
    const failFeed = (error: unknown) => {
      fail(id, path, error);
      end(id);
    };
    const emit = (value: unknown) => {
      if (signal.aborted) return;
      try {
        send({ kind: 'event', id, value });
      } catch (error) {
        failFeed(error);
      }
    };
    try {
      const procedure = find(procedures, path, 'feed');
      const params = parseParams(procedure.params, request.params, path);
      const handler = handlerAt(handlers, path) as FeedHandler;
      const dispose = await handler(params, emit, { signal });
      const stop = () => {
        try {
          dispose();
        } catch (error) {
          options.onInternalError?.(error, path);
        }
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    } catch (error) {
      failFeed(error);
    }
  }

  port.onMessage(message => {
    if (message.kind === 'call') void answer(message);
    else if (message.kind === 'subscribe') void stream(message);
    else if (message.kind === 'cancel' || message.kind === 'dispose') end(message.id);
    else if (message.kind === 'ping') port.send({ kind: 'pong', id: message.id });
  });
  const stop = () => {
    for (const id of [...underWay.keys()]) end(id);
  };
  port.onClose(stop);
  return () => {
    stop();
    port.close();
  };
}

function find<Kind extends Procedure['kind']>(
  procedures: ReadonlyMap<string, Procedure>,
  path: string,
  kind: Kind,
): Procedure & { readonly kind: Kind } {
  const procedure = procedures.get(path);
  if (procedure === undefined || !isOfKind(procedure, kind))
    throw new RpcError({
      code: 'NOT_FOUND',
      message: `There is no ${kind} ${path}.`,
      where: path,
      remedy: 'Reload the page: it is of another version than the engine.',
    });
  return procedure;
}

function isOfKind<Kind extends Procedure['kind']>(
  procedure: Procedure,
  kind: Kind,
): procedure is Procedure & { readonly kind: Kind } {
  return procedure.kind === kind;
}

/** The handler at a path that the api is known to have. */
function handlerAt(handlers: object, path: string): unknown {
  let found: unknown = handlers;
  for (const name of path.split('.')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  }
  if (typeof found !== 'function')
    throw new RpcError({
      code: 'UNAVAILABLE',
      message: `${path} is not served here.`,
      where: path,
    });
  return found;
}
