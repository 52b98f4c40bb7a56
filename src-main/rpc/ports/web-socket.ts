import { decode, encode } from '../codec.js';
import { type Port, PortEnd } from '../port.js';
import type { Message } from '../protocol.js';

/** An open WebSocket of a browser or of `ws`, as far as it is used here. */
export interface Socket {
  binaryType: string;
  readonly readyState: number;
  send(frame: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(name: 'close' | 'error', listener: () => void): void;
}

const OPEN = 1;
const CLOSED = 3;
/** Close codes of RFC 6455, section 7.4.1. */
const NORMAL = 1000;
const BAD_FRAME = 1007;

/** A port over an open WebSocket, a frame a message. A frame that is no message closes it. */
export function webSocketPort(socket: Socket): Port {
  const end = new PortEnd();
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }) => {
    let message: Message;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TypeError('The frame is not binary.');
      message = asMessage(decode(new Uint8Array(data)));
    } catch (error) {
      socket.close(BAD_FRAME, error instanceof Error ? error.message.slice(0, 100) : undefined);
      end.end();
      return;
    }
    end.receive(message);
  });
  socket.addEventListener('close', () => end.end());
  // An error is followed by a close, which tells; without a listener `ws` would throw it.
  socket.addEventListener('error', () => undefined);
  if (socket.readyState === CLOSED) end.end();
  return {
    send(message) {
      if (socket.readyState === OPEN) socket.send(encode(message));
    },
    onMessage: listener => end.listen(listener),
    onClose: listener => end.listenForClose(listener),
    close() {
      socket.close(NORMAL);
      end.end();
    },
  };
}

function asMessage(value: unknown): Message {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value))
    throw new TypeError('The frame holds no message.');
  // The rest is checked where it is used: parameters by their schema, paths by look-up.
  return value as Message;
}
