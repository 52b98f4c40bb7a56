import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

/** A line between a browser and a server on this machine that can be held up, cut and mended. */
export class SeverableLine {
  readonly #server = createServer(socket => this.#carry(socket));
  readonly #sockets = new Set<Socket>();
  #whole = true;
  #held = false;

  constructor(readonly targetPort: number) {}

  /** Listens; the answer is a flag with which Chromium takes this line to the server's port. */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    return `--host-resolver-rules=MAP 127.0.0.1:${this.targetPort} 127.0.0.1:${port}`;
  }

  /** From now on what the browser sends does not arrive. */
  holdUp(): void {
    this.#held = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Ends all connections and takes no new ones; what was held up is lost. */
  cut(): void {
    this.#whole = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#whole = true;
    this.#held = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #carry(near: Socket): void {
    if (!this.#whole) {
      near.destroy();
      return;
    }
    const far = dial(this.targetPort, '127.0.0.1');
    this.#sockets.add(near);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.once('close', () => {
      this.#sockets.delete(near);
      far.destroy();
    });
    far.once('close', () => near.destroy());
    near.on('data', chunk => void far.write(chunk));
    far.pipe(near);
    if (this.#held) near.pause();
  }
}
