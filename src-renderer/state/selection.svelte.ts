import { ChosenSet } from './chosen-set.svelte.js';

/** A user at an instant, read with a run's model. */
export interface ReadInstant {
  readonly run: string;
  readonly dataset: string;
  readonly user: string;
  readonly atMs: number;
}

/**
 * What all cells share: a primary user, an instant of that user's life (the playhead), and sets of chosen
 * users and pins. The only state of the app that is global; cells that follow it re-ask when it moves.
 */
export class Selection {
  /** The run whose model the views read, and its data set. */
  run = $state<string | null>(null);
  dataset = $state<string | null>(null);
  /** The primary user's id in the data. */
  user = $state<string | null>(null);
  /** Why that one is shown where nobody chose it, in words that follow the user's name; empty otherwise. */
  because = $state('');
  /** The first user to show is being looked for. */
  isChoosing = $state(false);
  /** The playhead, UTC ms: embeddings see the actions strictly before it. */
  atMs = $state<number | null>(null);
  /** A pin that is looked at, as its row in the table of pins. */
  pin = $state<number | null>(null);
  /** Pins chosen together, as rows in the table of pins. */
  readonly pins = new ChosenSet<number>();
  /** Actions of the primary user that are pointed at beside the document; views of the life mark them. */
  actions = $state.raw<ArrayLike<number>>([]);
  /** Users chosen together. */
  readonly users = new ChosenSet<string>();
  /** What was pinned, to be compared with where the playhead goes. */
  compared = $state.raw<ReadInstant | null>(null);

  /** Another user; the playhead goes to `atMs`, or waits for the timeline to say where it may stand. */
  chooseUser(user: string, atMs: number | null = null): void {
    this.user = user;
    this.because = '';
    this.atMs = atMs;
    this.pin = null;
    this.actions = [];
  }

  chooseRun(run: string, dataset: string): void {
    if (this.dataset !== null && this.dataset !== dataset) {
      this.user = null;
      this.atMs = null;
      this.pin = null;
      this.actions = [];
      this.compared = null;
    }
    this.run = run;
    this.dataset = dataset;
  }

  moveTo(atMs: number): void {
    this.atMs = atMs;
  }

  /** Pins an instant for comparison in the place of another; the one that is pinned is let go. */
  compare(instant: ReadInstant): void {
    this.compared = isSame(this.compared, instant) ? null : instant;
  }

  /** Back to what is pinned: its model, its user and its instant. */
  goToCompared(): void {
    if (this.compared === null) return;
    const { run, dataset, user, atMs } = this.compared;
    this.chooseRun(run, dataset);
    if (user === this.user) this.moveTo(atMs);
    else this.chooseUser(user, atMs);
  }
}

function isSame(a: ReadInstant | null, b: ReadInstant): boolean {
  return (
    a !== null &&
    a.run === b.run &&
    a.dataset === b.dataset &&
    a.user === b.user &&
    a.atMs === b.atMs
  );
}
