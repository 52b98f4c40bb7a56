import { type Port, PortEnd } from '../port.js';
import type { Message } from '../protocol.js';

/** Two ports that talk to each other within a process; messages are cloned and come a microtask later. */
export function inMemoryPorts(): readonly [Port, Port] {
  const left = new PortEnd();
  const right = new PortEnd();
  return [portBetween(left, right), portBetween(right, left)];
}

function portBetween(near: PortEnd, far: PortEnd): Port {
  return {
    send(message) {
      if (near.closed) return;
      const clone: Message = structuredClone(message);
      queueMicrotask(() => far.receive(clone));
    },
    onMessage: listener => near.listen(listener),
    onClose: listener => near.listenForClose(listener),
    close() {
      near.end();
      queueMicrotask(() => far.end());
    },
  };
}
