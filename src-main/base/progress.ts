/** What a long job tells about itself while it runs. */
export interface Progress {
  /** What is being done, as a short phrase: "training", "reading ratings.dat.gz". */
  readonly stage: string;
  /** Done and total in `unit`; total is absent while it is not known. */
  readonly done: number;
  readonly total?: number;
  readonly unit: string;
  /** Named figures worth showing live: loss, learningRate, tokensPerSecond, waitingShare … */
  readonly figures?: Readonly<Record<string, number>>;
}

/** What every long job is given by whoever runs it. */
export interface JobContext {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** One calm line for the log: a fallback taken, a warning, a file written. */
  readonly onNote?: ((line: string) => void) | undefined;
}
