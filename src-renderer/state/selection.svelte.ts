/**
 * What all cells share: a primary user, an instant of that user's life (the playhead), and selected
 * pins. The only state of the app that is global; cells that follow it re-ask when it moves.
 */
export class Selection {
  /** The run whose model the views read, and its data set. */
  run = $state<string | null>(null);
  dataset = $state<string | null>(null);
  /** The primary user's id in the data. */
  user = $state<string | null>(null);
  /** The playhead, UTC ms: embeddings see the actions strictly before it. */
  atMs = $state<number | null>(null);
  /** A pin that is looked at, as its row in the table of pins. */
  pin = $state<number | null>(null);
  /** Pins chosen together, by lasso or in a table. */
  pins = $state.raw<readonly number[]>([]);
  /** Actions of the primary user that are pointed at beside the document; views of the life mark them. */
  actions = $state.raw<ArrayLike<number>>([]);
  /** Users chosen together, in a table or scatter. */
  users = $state.raw<readonly string[]>([]);

  /** Another user; the playhead goes to `atMs`, or waits for the timeline to say where it may stand. */
  chooseUser(user: string, atMs: number | null = null): void {
    this.user = user;
    this.atMs = atMs;
    this.pin = null;
    this.actions = [];
  }

  chooseRun(run: string, dataset: string): void {
    if (this.dataset !== null && this.dataset !== dataset) {
      this.user = null;
      this.atMs = null;
      this.pin = null;
      this.pins = [];
      this.actions = [];
      this.users = [];
    }
    this.run = run;
    this.dataset = dataset;
  }

  moveTo(atMs: number): void {
    this.atMs = atMs;
  }
}
