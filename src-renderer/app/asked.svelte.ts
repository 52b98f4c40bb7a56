/** An answer of the engine that a view shows: waiting, there, or failed; it can be asked for again. */
export class Asked<Value> {
  value = $state.raw<Value | null>(null);
  error = $state.raw<Error | null>(null);

  constructor(private readonly ask: () => Promise<Value>) {
    void this.again();
  }

  async again(): Promise<void> {
    try {
      this.value = await this.ask();
      this.error = null;
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
  }
}
