/** Growing columns of actions of several users in a row, as the simulation writes them. */
export class ActionBuffer {
  length = 0;
  pin = new Int32Array(1024);
  atMs = new Float64Array(1024);
  type = new Uint8Array(1024);
  surface = new Uint8Array(1024);
  durationSeconds = new Float32Array(1024);
  positive = new Uint8Array(1024);
  /** Truth that no data set holds: number of the session within its user's, and its focus leaf. */
  session = new Int32Array(1024);
  focusLeaf = new Int32Array(1024);

  push(
    pin: number,
    atMs: number,
    type: number,
    surface: number,
    durationSeconds: number,
    positive: boolean,
    session: number,
    focusLeaf: number,
  ): void {
    if (this.length === this.pin.length) this.#grow();
    const i = this.length++;
    this.pin[i] = pin;
    this.atMs[i] = atMs;
    this.type[i] = type;
    this.surface[i] = surface;
    this.durationSeconds[i] = durationSeconds;
    this.positive[i] = positive ? 1 : 0;
    this.session[i] = session;
    this.focusLeaf[i] = focusLeaf;
  }

  #grow(): void {
    this.pin = grown(this.pin, Int32Array);
    this.atMs = grown(this.atMs, Float64Array);
    this.type = grown(this.type, Uint8Array);
    this.surface = grown(this.surface, Uint8Array);
    this.durationSeconds = grown(this.durationSeconds, Float32Array);
    this.positive = grown(this.positive, Uint8Array);
    this.session = grown(this.session, Int32Array);
    this.focusLeaf = grown(this.focusLeaf, Int32Array);
  }
}

function grown<T extends { readonly length: number; set(source: T): void }>(
  column: T,
  Column: new (length: number) => T,
): T {
  const wider = new Column(column.length * 2);
  wider.set(column);
  return wider;
}
