import type { Port } from './port.js';
import type { Dispose } from './procedure.js';

export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls `tick` again and again, until disposed of. */
  every(ms: number, tick: () => void): Dispose;
}

export interface PulseListener {
  /** The other side has not answered for some seconds, though the port is open. */
  onSilent(): unknown;
  /** It answers again. */
  onHeard(): unknown;
}

/** How often it is asked whether the other side is there. */
const EVERY_MS = 2000;
/** So many times in a row without a word from it, and it is silent: after 6 to 8 seconds. */
const MOST_UNHEARD = 3;

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

/**
 * The port, watched for the silence of its other side: a process that is stopped or stuck, whose port is
 * never closed. Whatever comes over it is a sign of life. Time in which this side itself stood still (a
 * sleeping machine, a page in the background) does not count.
 */
export function withPulse(port: Port, listener: PulseListener, clock: Clock): Port {
  let unheard = 0;
  let awaited = false;
  let silent = false;
  let lastTickMs = clock.now();
  let asked = 0;

  const stop = clock.every(EVERY_MS, () => {
    const nowMs = clock.now();
    const stoodStill = nowMs - lastTickMs > 2 * EVERY_MS;
    lastTickMs = nowMs;
    if (stoodStill) unheard = 0;
    else if (awaited) unheard++;
    if (unheard >= MOST_UNHEARD && !silent) {
      silent = true;
      listener.onSilent();
    }
    // One question at a time: a thousand would wait for whoever wakes up after an hour.
    if (awaited) return;
    awaited = true;
    port.send({ kind: 'ping', id: ++asked });
  });
  port.onClose(stop);

  const hear = () => {
    unheard = 0;
    if (!silent) return;
    silent = false;
    listener.onHeard();
  };
  return {
    send: message => port.send(message),
    onMessage: receive =>
      port.onMessage(message => {
        hear();
        if (message.kind === 'pong') awaited = false;
        else receive(message);
      }),
    onClose: closed => port.onClose(closed),
    close: () => port.close(),
  };
}
