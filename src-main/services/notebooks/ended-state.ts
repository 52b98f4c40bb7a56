import type { CellState } from '../../contract/notebook.js';
import { toPlainError } from '../../rpc/errors.js';

/** The state of a cell whose run ended with an error: stopped by a person, broken off, or failed. */
export function endedState(error: unknown, brokenOff: CellState | undefined): CellState {
  const plain = toPlainError(error);
  if (plain.code === 'CANCELLED') return { status: 'cancelled', message: plain.message };
  return brokenOff ?? { status: 'failed', error: plain };
}
