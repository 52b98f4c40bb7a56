import { existsSync, promises as fs } from 'node:fs';
import { join } from 'node:path';
import { version as codeVersion } from '../../package.json';
import { StudioError } from '../base/errors.js';
import { describeWriteFailure, writeFileAtomic } from '../base/files.js';
import { checkName, readableName, unknownName } from '../data/names.js';
import { openWorkspace, type Workspace } from '../data/workspace.js';
import { MODEL_CARD, modelNames, runFolder, takenNames } from '../train/run-folder.js';
import { openRunModel } from '../train/run-store.js';
import { MODEL_VERSION, readModelCard, type StoredCard } from './model-card.js';
import type { createRuns } from './runs.js';

/** Of a run's files its model lacks what was computed with it, which would be of the run's name. */
const RESULTS = 'results';
const removedName = (model: string) => `.${model}.removed`;

/**
 * The models of a workspace: copies of trained runs that stay as they are, whatever becomes of the runs. A
 * model is used by its name wherever a run is, and the looks at test users that its run has had count as
 * its own.
 */
export function createModels(folder: string, runs: ReturnType<typeof createRuns>) {
  return {
    /** Sorted; NOT_FOUND when the folder is no workspace. */
    async names(): Promise<string[]> {
      return modelNames(await openWorkspace(folder));
    },

    /** By name. */
    async list(): Promise<StoredCard[]> {
      const workspace = await openWorkspace(folder);
      const names = await modelNames(workspace);
      return Promise.all(names.map(name => readModelCard(workspace, name)));
    },

    /**
     * Copies a trained run or model to models/<name>, as a whole or not at all; the name is made from its data set
     * and objective when it is absent. NOT_FOUND for a run that is not there or not trained to its end,
     * CONFLICT for a name that a run or model has.
     */
    async promote(run: string, name?: string): Promise<StoredCard> {
      const workspace = await openWorkspace(folder);
      const source = await openRunModel(workspace, run, 'final');
      const details = await runs.show(run);
      const taken = await takenNames(workspace);
      const model =
        name === undefined
          ? readableName(`${source.dataset}-model`, taken)
          : freeName(workspace, name, taken);
      const card: StoredCard = {
        version: MODEL_VERSION,
        model,
        run,
        checkpointSha256: source.checkpointSha256,
        steps: source.step,
        dataset: source.dataset,
        contentHash: source.contentHash,
        objective: details.objective,
        seed: details.seed,
        trainedUntil: details.trainedUntil,
        validation: details.validation,
        codeVersion,
        promotedAt: new Date().toISOString(),
      };
      await copyWhole(workspace, run, card);
      return card;
    },

    /** Takes a model away; `restore` brings it back until another is removed. NOT_FOUND names the nearest. */
    async remove(model: string): Promise<void> {
      const workspace = await openWorkspace(folder);
      await readModelCard(workspace, model).catch(error => {
        // One whose card cannot be read may go, too.
        if (error.code === 'NOT_FOUND') throw error;
      });
      await forgetRemoved(workspace);
      await fs.rename(
        workspace.path('models', model),
        workspace.path('models', removedName(model)),
      );
    },

    /** NOT_FOUND when it is not the one that was removed last, CONFLICT when its name is taken since. */
    async restore(model: string): Promise<void> {
      const workspace = await openWorkspace(folder);
      freeName(workspace, model, await takenNames(workspace));
      const removed = workspace.path('models', removedName(model));
      if (existsSync(removed))
        await fs.rm(workspace.path('models', model), { recursive: true, force: true });
      await fs.rename(removed, workspace.path('models', model)).catch(error => {
        if (error.code !== 'ENOENT') throw error;
        throw unknownName('removed model', model, [], workspace.folder);
      });
    },
  };
}

function freeName(workspace: Workspace, name: string, taken: readonly string[]): string {
  if (!taken.includes(checkName('model', name))) return name;
  throw new StudioError('CONFLICT', `there is a run or model "${name}" already.`, {
    where: workspace.folder,
    remedy: 'Choose another name.',
  });
}

async function copyWhole(workspace: Workspace, run: string, card: StoredCard): Promise<void> {
  const from = runFolder(workspace, run);
  const to = workspace.path('models', card.model);
  const temporary = workspace.path('models', `.${card.model}.${process.pid}.tmp`);
  try {
    const results = join(from, RESULTS);
    await fs.cp(from, temporary, { recursive: true, filter: path => path !== results });
    await writeFileAtomic(join(temporary, MODEL_CARD), `${JSON.stringify(card, null, 2)}\n`);
    await fs.rm(to, { recursive: true, force: true });
    await fs.rename(temporary, to);
  } catch (error) {
    throw describeWriteFailure(to, error);
  } finally {
    await fs.rm(temporary, { recursive: true, force: true });
  }
}

/** Only the model that was removed last can come back. */
async function forgetRemoved(workspace: Workspace): Promise<void> {
  const entries = await fs.readdir(workspace.path('models'));
  for (const entry of entries.filter(name => name.startsWith('.') && name.endsWith('.removed')))
    await fs.rm(workspace.path('models', entry), { recursive: true, force: true });
}
