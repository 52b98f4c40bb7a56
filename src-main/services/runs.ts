import { promises as fs } from 'node:fs';
import type { z } from 'zod';
import type { RunRow, RunView } from '../contract/workspace.js';
import { openWorkspace, type Workspace } from '../data/workspace.js';
import { besideCheckpointSchema, type Phase } from '../train/checkpoint.js';
import { bestValidation, diagnose } from '../train/diagnosis.js';
import { openRun, type Run } from '../train/run-store.js';

/** A run with what only a shell on this machine shows. */
export interface RunDetails extends RunView {
  /** Path of the newest checkpoint; null before the first. */
  readonly checkpoint: string | null;
  /** Content hash of the data set that it was trained on. */
  readonly contentHash: string;
  /** Where the newest checkpoint's last steps were made; null where that was not written down. */
  readonly device: BesideCheckpoint['device'] | null;
  /** What the validation curve says, with what to try; null when it says nothing. */
  readonly diagnosis: string | null;
}

type BesideCheckpoint = z.infer<typeof besideCheckpointSchema>;

/** The runs of a workspace. */
export function createRuns(folder: string) {
  return {
    /** Sorted; NOT_FOUND when the folder is no workspace. */
    async names(): Promise<string[]> {
      return (await openWorkspace(folder)).list('runs');
    },

    async list(): Promise<RunRow[]> {
      const workspace = await openWorkspace(folder);
      const names = await workspace.list('runs');
      return Promise.all(names.map(async name => rowOf(await describe(workspace, name))));
    },

    /** NOT_FOUND names the nearest runs. */
    async show(name: string): Promise<RunDetails> {
      return describe(await openWorkspace(folder), name);
    },
  };
}

function rowOf(details: RunDetails): RunRow {
  const { run, dataset, objective, state, steps, validation, createdAt } = details;
  return { run, dataset, objective, state, steps, validation, createdAt };
}

async function describe(workspace: Workspace, name: string): Promise<RunDetails> {
  const run = await openRun(workspace, name);
  const { record } = run;
  const selection = await newestOf(run, 'selection');
  const newest = (await newestOf(run, 'final')) ?? selection;
  const last: Phase = record.config.refit ? 'final' : 'selection';
  const trained = newest?.phase === last && newest.finished;
  const { targets } = record.config.validation;
  const best = bestValidation(selection?.validations ?? [], targets);
  return {
    run: name,
    dataset: record.dataset,
    objective: record.config.objective,
    state: trained ? 'trained' : newest ? 'unfinished' : 'not begun',
    steps: newest?.step ?? 0,
    validation: best ? { step: best.step, all: best.all, new: best.new } : null,
    createdAt: record.createdAt,
    trainedUntil: new Date(record.atMs).toISOString(),
    seed: record.seed,
    checkpoint: newest ? run.checkpointPath(newest.phase, 'last') : null,
    checkpointSha256: newest?.sha256 ?? null,
    contentHash: record.contentHash,
    device: newest?.device ?? null,
    config: record.config,
    diagnosis: diagnose(selection?.validations ?? [], targets, record.config.steps) ?? null,
    metrics: await run.log.read(),
  };
}

/** What the JSON beside a phase's newest checkpoint says; undefined when there is none. */
async function newestOf(run: Run, phase: Phase): Promise<BesideCheckpoint | undefined> {
  const path = run.checkpointPath(phase, 'last').replace(/\.safetensors$/, '.json');
  const text = await fs.readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : besideCheckpointSchema.parse(JSON.parse(text));
}
