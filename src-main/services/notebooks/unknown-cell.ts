import { StudioError } from '../../base/errors.js';

/** NOT_FOUND for a cell that is gone. */
export function unknownCell(id: string): StudioError {
  return new StudioError('NOT_FOUND', `the notebook has no cell "${id}".`, {
    remedy: 'It may have been deleted in another window; undo brings it back.',
  });
}
