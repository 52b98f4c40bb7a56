/** Measures what a user watches: speed, waiting and loss over the steps since the last reading. */
export interface StepFigures {
  /** Mean loss and the largest gradient norm of the steps since the last reading. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly stepsPerSecond: number;
  /** Real actions, padding not counted. */
  readonly tokensPerSecond: number;
  readonly usersPerSecond: number;
  /** Share of the time in which the device waited for a batch. */
  readonly waitingShare: number;
}

export class StepMeter {
  readonly #now: () => number;
  #startSeconds: number;
  #waitedAtStart = 0;
  #steps = 0;
  #tokens = 0;
  #users = 0;
  #loss = 0;
  #norm = 0;

  /** `now` gives seconds of a steady clock. */
  constructor(now: () => number = () => performance.now() / 1000) {
    this.#now = now;
    this.#startSeconds = now();
  }

  add(step: { loss: number; gradientNorm: number; tokens: number; users: number }): void {
    this.#steps += 1;
    this.#tokens += step.tokens;
    this.#users += step.users;
    this.#loss += step.loss;
    this.#norm = Math.max(this.#norm, step.gradientNorm);
  }

  /** Figures since the last reading; `waitedSeconds` is the source's running total. */
  read(waitedSeconds: number): StepFigures {
    const now = this.#now();
    const seconds = Math.max(now - this.#startSeconds, 1e-9);
    const figures: StepFigures = {
      loss: this.#loss / Math.max(1, this.#steps),
      gradientNorm: this.#norm,
      stepsPerSecond: this.#steps / seconds,
      tokensPerSecond: this.#tokens / seconds,
      usersPerSecond: this.#users / seconds,
      waitingShare: Math.min(1, (waitedSeconds - this.#waitedAtStart) / seconds),
    };
    this.#steps = 0;
    this.#tokens = 0;
    this.#users = 0;
    this.#loss = 0;
    this.#norm = 0;
    this.restart(waitedSeconds);
    return figures;
  }

  /** Leaves out the time since the last reading, such as a validation's. */
  restart(waitedSeconds: number): void {
    this.#startSeconds = this.#now();
    this.#waitedAtStart = waitedSeconds;
  }
}
