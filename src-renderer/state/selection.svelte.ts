import { ChosenSet } from './chosen-set.svelte.js';

/** A user at an instant, read with a run's model. */
export interface ReadInstant {
  readonly run: string;
  readonly dataset: string;
  readonly user: string;
  readonly atMs: number;
}

/** What is looked at in one data set, kept while another is. */
interface Place {
  readonly run: string | null;
  readonly user: string | null;
  readonly because: string;
  readonly atMs: number | null;
  readonly pin: number | null;
  readonly compared: ReadInstant | null;
}
const NOWHERE: Place = {
  run: null,
  user: null,
  because: '',
  atMs: null,
  pin: null,
  compared: null,
};

/**
 * What all cells share: a primary user, an instant of that user's life (the playhead), and sets of chosen
 * users and pins. The only state of the app that is global; cells that follow it re-ask when it moves. It is
 * of one data set at a time; what was looked at in another is there again when one comes back to that.
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
  #places = $state.raw<ReadonlyMap<string, Place>>(new Map());

  /** Another user of the data set; the playhead goes to `atMs`, or waits for the timeline to say where it may stand. */
  chooseUser(user: string, atMs: number | null = null): void {
    this.user = user;
    this.because = '';
    this.atMs = atMs;
    this.pin = null;
    this.actions = [];
  }

  /**
   * A user that a cell shows; of another data set, the selection goes there, to be read with the run that read
   * it before, else with that of the cell.
   */
  chooseUserOf(
    {
      dataset,
      run = null,
    }: { readonly dataset: string | null | undefined; readonly run?: string | null | undefined },
    user: string,
  ): void {
    if (dataset != null && this.dataset !== null && dataset !== this.dataset)
      this.goTo(dataset, this.#places.get(dataset)?.run ?? run ?? null);
    this.chooseUser(user);
  }

  /** Whether this is the primary user; an id of another data set is somebody else's. */
  isPrimary(dataset: string | null | undefined, user: string): boolean {
    return this.user === user && this.isOf(dataset);
  }

  /** Whether what is selected can be of this data set: it is, or that of either is not known. */
  isOf(dataset: string | null | undefined): boolean {
    return dataset == null || this.dataset === null || this.dataset === dataset;
  }

  /** The pin that is looked at, where it is one of this data set. */
  pinOf(dataset: string | null | undefined): number | null {
    return this.isOf(dataset) ? this.pin : null;
  }

  /** Who was looked at last in a data set that is not the selected one, and the run that read it; else null. */
  leftAt(dataset: string): { readonly run: string; readonly user: string } | null {
    const { run, user } = (dataset === this.dataset ? null : this.#places.get(dataset)) ?? NOWHERE;
    return run !== null && user !== null ? { run, user } : null;
  }

  chooseRun(run: string, dataset: string): void {
    this.goTo(dataset, run);
  }

  private goTo(dataset: string, run: string | null): void {
    if (this.dataset !== null && this.dataset !== dataset) {
      const { user, because, atMs, pin, compared } = this;
      const place = { run: this.run, user, because, atMs, pin, compared };
      this.#places = new Map(this.#places).set(this.dataset, place);
      const { run: _, ...to } = this.#places.get(dataset) ?? NOWHERE;
      Object.assign(this, to);
      this.actions = [];
    }
    this.run = run;
    this.dataset = dataset;
  }

  moveTo(atMs: number): void {
    this.atMs = atMs;
  }

  /** Looks at a pin that a view of a life shows; where that is of another data set, the selection goes to the life. */
  choosePinOf({ run, dataset, user, atMs }: ReadInstant, pin: number): void {
    if (!this.isOf(dataset)) {
      this.goTo(dataset, run);
      this.chooseUser(user, atMs);
    }
    this.pin = pin;
  }

  /** Pins an instant for comparison in the place of another of its data set; the one that is pinned is let go. */
  compare(instant: ReadInstant): void {
    const { dataset } = instant;
    const compared = isSame(this.comparedIn(dataset), instant) ? null : instant;
    if (this.isOf(dataset)) this.compared = compared;
    else {
      const place = this.#places.get(dataset) ?? NOWHERE;
      this.#places = new Map(this.#places).set(dataset, { ...place, compared });
    }
  }

  /** What was pinned in this data set. */
  comparedIn(dataset: string): ReadInstant | null {
    return this.isOf(dataset) ? this.compared : (this.#places.get(dataset)?.compared ?? null);
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
