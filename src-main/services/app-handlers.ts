import { basename } from 'node:path';
import { z } from 'zod';
import { version } from '../../package.json';
import { StudioError } from '../base/errors.js';
import type { Api } from '../contract/api.js';
import { cellSchemas, isCellKind } from '../contract/cells.js';
import type { Installation, NamedVersion } from '../contract/installation.js';
import type { JobRecord } from '../contract/jobs.js';
import type { HandlersOf } from '../rpc/procedure.js';
import { followAgain } from './cells/follow-job.js';
import { listDatasetSummaries, listRejectedRows } from './dataset-views.js';
import type { Engine } from './engine.js';
import { previewImport } from './import-preview.js';
import { describeInstallation } from './installation.js';
import type { JobQueue } from './job-queue/job-queue.js';
import { isWritable, MachineFacts } from './machine-facts.js';
import { indexOutput } from './measures/index-output.js';
import { momentHandlers } from './moments/moment-handlers.js';
import { pinCard, pinCards } from './moments/pin-cards.js';
import { userLife } from './moments/timeline.js';
import { exportTable } from './notebooks/export-table.js';
import type { Notebooks } from './notebooks/notebooks.js';
import { estimateTraining } from './train-estimate.js';
import { trainSettings } from './train-settings.js';

export interface AppParts {
  readonly engine: Engine;
  readonly queue: JobQueue;
  readonly notebooks: Notebooks;
  readonly shell: 'electron' | 'web';
  readonly versions: readonly NamedVersion[];
  /** Settled once the workspace is there and its jobs are known. */
  readonly ready: Promise<void>;
}

/** Every procedure of the contract over the services of one workspace, for all its windows. */
export function appHandlers(parts: AppParts): HandlersOf<Api> {
  const { engine, queue, notebooks, ready } = parts;
  const { serving, workspaceFolder } = engine;
  const machine = new MachineFacts(engine.runJob);
  let installation: Promise<Installation> | undefined;
  const done = <T>(_: T) => null;
  /** What its cells say depends on the jobs that an engine before this one has left. */
  const session = async (name: string) => {
    await ready;
    return notebooks.session(name);
  };
  return {
    app: {
      facts: async () => {
        await ready;
        return {
          version,
          workspaceFolder,
          workspaceName: basename(workspaceFolder),
          writable: await isWritable(workspaceFolder),
          shell: parts.shell,
          platform: process.platform,
        };
      },
      memory: () => machine.memory(),
      /** Found once for all windows. A failure is not kept. */
      installation: () => {
        installation ??= describeInstallation(engine.runJob, parts.versions).catch(error => {
          installation = undefined;
          throw error;
        });
        return installation;
      },
    },

    datasets: {
      list: () => listDatasetSummaries(workspaceFolder),
      rejected: ({ dataset }) => listRejectedRows(workspaceFolder, dataset),
      preview: request => previewImport(request),
      findPins: async (request, { signal }) =>
        (await serving.findPins(request, { signal })).map(pinCard),
      pins: ({ dataset, pins }) => pinCards(serving, dataset, pins),
      timeline: (request, { signal }) => userLife(serving, request, signal),
    },

    runs: {
      list: () => engine.runs.list(),
      show: ({ run }) => engine.runs.show(run),
      estimate: ({ config }) =>
        estimateTraining(engine, config, async () => (await machine.device())?.gigaflops),
      trainSettings: () => trainSettings(),
    },

    models: {
      list: () => engine.models.list(),
      promote: ({ run, model }) => engine.models.promote(run, model),
      remove: async ({ model }) => done(await engine.models.remove(model)),
      restore: async ({ model }) => done(await engine.models.restore(model)),
    },

    indexes: {
      list: async () => (await engine.indexes.list()).map(indexOutput),
    },

    moments: momentHandlers(serving),

    notebooks: {
      list: async () => {
        await ready;
        return notebooks.list();
      },
      templates: () => notebooks.templates(),
      create: request => notebooks.create(request),
      duplicate: ({ name }) => notebooks.duplicate(name),
      rename: ({ name, to }) => notebooks.rename(name, to),
      remove: async ({ name }) => done(await notebooks.remove(name)),
      restore: async ({ name }) => done(await notebooks.restore(name)),
      open: async ({ name }, emit) => (await session(name)).subscribe(emit),
      edit: async ({ notebook, edit }) => ({
        cells: (await session(notebook)).edit(edit),
      }),
      run: async ({ notebook, what, cell }) => done((await session(notebook)).run(what, cell)),
      cancel: async ({ notebook, cell }) => done((await session(notebook)).cancel(cell)),
      output: async ({ notebook, cell }) => (await session(notebook)).output(cell),
      form: ({ cellKind }) => {
        if (!isCellKind(cellKind))
          throw new StudioError('NOT_FOUND', `there is no cell of kind "${cellKind}".`);
        return z.toJSONSchema(cellSchemas[cellKind], { io: 'input' });
      },
      markdown: async ({ notebook, cells }) => ({
        markdown: (await session(notebook)).markdown(cells),
      }),
      exportTable: async ({ table, format }) => ({ bytes: await exportTable(table, format) }),
    },

    jobs: {
      feed: (_, emit) => queue.feed(emit),
      log: ({ id }, emit) => queue.log(id, emit),
      start: ({ kind, params }) => ({
        id: queue.enqueue({ kind, title: titleOf(kind, params), params }).id,
      }),
      cancel: ({ id }) => done(queue.cancel(id)),
      pause: ({ id }) => done(queue.pause(id)),
      resume: async ({ id }) => {
        const { record } = queue.resume(id);
        await followAgain(notebooks, record);
        return { id };
      },
      dismiss: ({ id }) => done(queue.dismiss(id)),
    },
  };
}

function titleOf(kind: JobRecord['kind'], params: Readonly<Record<string, unknown>>): string {
  const named = [params.run, params.dataset, params.name].filter(each => typeof each === 'string');
  return [kind, ...named].join(' ');
}
