import { existsSync } from 'node:fs';
import type { Workspace } from '../data/workspace.js';

/**
 * Folder of a run, or of the model of that name: a model is a copy of a trained run that stays as it is, and
 * is used wherever a run is. Names of both differ, see `takenNames`.
 */
export function runFolder(workspace: Workspace, name: string, ...within: string[]): string {
  const ofModel = workspace.path('models', name);
  const isModel = !existsSync(workspace.path('runs', name)) && existsSync(ofModel);
  return workspace.path(isModel ? 'models' : 'runs', name, ...within);
}

export const MODEL_CARD = 'model.json';

/** Names of the models, sorted: a folder without a card is what a process left of one that was removed. */
export async function modelNames(workspace: Workspace): Promise<string[]> {
  const names = await workspace.list('models');
  return names.filter(name => existsSync(workspace.path('models', name, MODEL_CARD)));
}

/** Names of all runs and models, sorted. */
export async function takenNames(workspace: Workspace): Promise<string[]> {
  const areas = await Promise.all([workspace.list('runs'), modelNames(workspace)]);
  return areas.flat().sort();
}
