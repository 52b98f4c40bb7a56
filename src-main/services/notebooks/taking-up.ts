import type { CellPlan } from './cell-plan.js';
import type { KeptOutputs } from './kept-outputs.js';

/** Outputs that are there already and become those of cells whose settings come to them. */
export class TakingUp {
  readonly #outputs: Pick<KeptOutputs, 'adopt'>;
  readonly #onTaken: () => void;
  /** Cells and keys under way. */
  readonly #underWay = new Set<string>();

  constructor(outputs: Pick<KeptOutputs, 'adopt'>, onTaken: () => void) {
    this.#outputs = outputs;
    this.#onTaken = onTaken;
  }

  /** Tells when it is done; an output that cannot be noted as this cell's is computed when the cell is run. */
  take(cell: string, key: string, name: string, plan: CellPlan): void {
    const own = `${cell} ${key}`;
    if (this.#underWay.has(own)) return;
    this.#underWay.add(own);
    this.#outputs
      .adopt(name, key, plan)
      .catch(() => false)
      .then(taken => {
        this.#underWay.delete(own);
        if (taken) this.#onTaken();
      });
  }
}
