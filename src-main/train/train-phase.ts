import { badInput, throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { deviceFacts } from '../compute/device-facts.js';
import type { Device } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { type Optimizer, optimizerInputs } from '../model/optimizer.js';
import { stateSpecs } from '../model/train-step.js';
import { openBatchSource } from './batch-source.js';
import type { Batch } from './batch-writer.js';
import {
  type CheckpointMeta,
  readCheckpoint,
  type ValidationPoint,
  writeCheckpoint,
} from './checkpoint.js';
import {
  addLoss,
  bestValidation,
  DIVERGENCE_ADVICE,
  divergence,
  isOutOfPatience,
  type LossTrend,
} from './diagnosis.js';
import { learningRateAt } from './learning-rate.js';
import type { PhaseSetup } from './phase-setup.js';
import type { Run } from './run-store.js';
import { StepMeter } from './step-meter.js';
import { openTrainState, type TrainState } from './train-state.js';
import { makeValidator, type Validator } from './validate.js';

/** Steps between two lines of metrics. */
const LOG_EVERY = 10;

export interface PhaseOptions {
  readonly device: Device;
  readonly dataset: Dataset;
  readonly run: Run;
  readonly setup: PhaseSetup;
  /** Steps after which the phase ends at the latest. */
  readonly steps: number;
  readonly batchWorkers: number;
  readonly context: JobContext;
}

export interface PhaseResult {
  readonly step: number;
  readonly checkpointSha256: string;
  readonly validations: readonly ValidationPoint[];
}

/**
 * Trains one phase to its end, from its newest checkpoint where there is one. Between steps it may be
 * cancelled: the checkpoint is written and CANCELLED thrown. A divergence stops it with BAD_INPUT.
 */
export async function trainPhase(options: PhaseOptions): Promise<PhaseResult> {
  const { run, setup } = options;
  const stored = await readCheckpoint(run.checkpointPath(setup.phase, 'last'));
  if (stored?.meta.finished)
    return {
      step: stored.meta.step,
      checkpointSha256: stored.sha256,
      validations: stored.meta.validations,
    };
  await run.log.truncateAfter(setup.phase, stored?.meta.step ?? -1);
  const training = new PhaseTraining(options, stored?.meta);
  const state = await openTrainState(options.device, setup, training.optimizer, stored?.arrays);
  try {
    return await training.run(state);
  } finally {
    await state.dispose();
  }
}

class PhaseTraining {
  readonly optimizer: Optimizer;
  readonly #options: PhaseOptions;
  readonly #validator: Validator | undefined;
  readonly #meter = new StepMeter();
  #step: number;
  #validations: ValidationPoint[];
  #trend: LossTrend;
  #latest = {
    loss: 0,
    learningRate: 0,
    temperature: 0,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    waitingShare: 0,
  };

  constructor(options: PhaseOptions, meta: CheckpointMeta | undefined) {
    this.#options = options;
    const { config } = options.setup.task;
    this.optimizer = config.optimizer;
    this.#step = meta?.step ?? 0;
    this.#validations = [...(meta?.validations ?? [])];
    this.#trend = { smoothed: meta?.smoothedLoss ?? null, lowest: meta?.lowestLoss ?? null };
    if (options.setup.phase === 'selection') {
      const { device, dataset, setup, context } = options;
      this.#validator = makeValidator(device, dataset, setup, context.signal);
      if (this.#validator.users === 0)
        throw badInput(
          `no validation user has an action at or before ${new Date(setup.untilMs).toISOString()} and a positive engagement in the 14 days after it.`,
          {
            remedy:
              'Choose another `at`, or train without selection: `set` validation.enabled=false.',
          },
        );
    }
  }

  async run(state: TrainState): Promise<PhaseResult> {
    const { setup, steps, batchWorkers, context } = this.#options;
    await this.#validateWhereDue(state);
    const source = openBatchSource(setup.task, {
      firstStep: this.#step,
      endStep: steps,
      workers: batchWorkers,
    });
    try {
      while (this.#step < steps && !this.#isOver()) {
        if (context.signal?.aborted) {
          await this.#save(state, false);
          throwIfCancelled(context.signal);
        }
        await this.#makeStep(state, await source.next());
        if (this.#step % LOG_EVERY === 0 || this.#step === steps)
          await this.#log(source.waitedSeconds);
        this.#tell();
        if (await this.#validateWhereDue(state)) this.#meter.restart(source.waitedSeconds);
        if (this.#step % setup.task.config.checkpointEverySteps === 0)
          await this.#save(state, false);
      }
    } finally {
      await source.dispose();
    }
    const checkpointSha256 = await this.#save(state, true);
    return { step: this.#step, checkpointSha256, validations: this.#validations };
  }

  /** True when the validations say that more steps will not help. */
  #isOver(): boolean {
    const { patience, targets } = this.#options.setup.task.config.validation;
    return isOutOfPatience(this.#validations, targets, patience);
  }

  async #makeStep(state: TrainState, batch: Batch): Promise<void> {
    const { optimizer } = this.#options.setup.task.config;
    const number = this.#step + 1;
    const learningRate = learningRateAt(optimizer, number, this.#options.setup.task.config.steps);
    const program = await state.programFor(batch.plan);
    const scalars = optimizerInputs(this.optimizer, learningRate, number);
    const outputs = await program.run(state.state, batch.parts, scalars);
    const loss = outputs.loss?.[0] ?? Number.NaN;
    const gradientNorm = outputs.gradientNorm?.[0] ?? Number.NaN;
    const trend = addLoss(this.#trend, loss);
    const reason = divergence(trend, loss, gradientNorm);
    if (reason) await this.#stopDiverged(number, reason);
    this.#trend = trend;
    this.#step = number;
    const temperature = outputs.temperature?.[0] ?? Number.NaN;
    this.#latest = { ...this.#latest, loss, learningRate, temperature };
    this.#meter.add({ loss, gradientNorm, tokens: batch.tokens, users: batch.sequences });
  }

  async #stopDiverged(step: number, reason: string): Promise<never> {
    const { run, setup } = this.#options;
    const path = run.checkpointPath(setup.phase, 'last');
    const good = await readCheckpoint(path);
    const kept = good
      ? `The last good checkpoint is that of step ${good.meta.step}, ${path}.`
      : 'No checkpoint had been written yet.';
    throw badInput(
      `the training diverged at step ${step} of its ${setup.phase} phase: ${reason}.`,
      {
        where: `run ${run.name}`,
        remedy: `${kept} ${DIVERGENCE_ADVICE}`,
      },
    );
  }

  /** Measures at the first step, each `everySteps` and the last. Cancelled meanwhile it keeps the steps made. */
  async #validateWhereDue(state: TrainState): Promise<boolean> {
    const { setup, steps, context } = this.#options;
    const { everySteps } = setup.task.config.validation;
    const measured = this.#validations.at(-1)?.step ?? -1;
    const isDue = this.#step % everySteps === 0 || this.#step === steps;
    if (!this.#validator || !isDue || measured === this.#step) return false;
    try {
      await this.#validate(state, this.#validator);
    } catch (error) {
      if (context.signal?.aborted && this.#step > 0) await this.#save(state, false);
      throw error;
    }
    return true;
  }

  async #validate(state: TrainState, validator: Validator): Promise<void> {
    const { setup, run } = this.#options;
    const point = await validator.measure(await state.readParameters(), this.#step);
    this.#validations.push(point);
    await run.log.append({
      phase: setup.phase,
      step: this.#step,
      recallAt10: point.all,
      recallAt10New: point.new,
      recallAt10Repeat: point.repeat,
    });
    if (bestValidation(this.#validations, setup.task.config.validation.targets) !== point) return;
    const arrays = Object.fromEntries(
      Object.entries(await state.read()).filter(([name]) => name.startsWith('p.')),
    );
    await this.#write('best', arrays, false);
  }

  async #save(state: TrainState, finished: boolean): Promise<string> {
    return this.#write('last', await state.read(), finished);
  }

  #write(
    which: 'last' | 'best',
    arrays: Record<string, Float32Array>,
    finished: boolean,
  ): Promise<string> {
    const { device, run, setup } = this.#options;
    const { record } = run;
    const meta: CheckpointMeta = {
      version: 1,
      phase: setup.phase,
      step: this.#step,
      finished,
      seed: record.seed,
      atMs: setup.untilMs,
      dataset: record.dataset,
      contentHash: record.contentHash,
      config: record.config,
      modelData: setup.modelData,
      vocabulary: setup.vocabulary,
      validations: this.#validations,
      smoothedLoss: this.#trend.smoothed,
      lowestLoss: this.#trend.lowest,
      codeVersion: record.codeVersion,
    };
    const specs = stateSpecs(setup.task.config.model, setup.modelData);
    const path = run.checkpointPath(setup.phase, which);
    return writeCheckpoint(path, { meta, arrays }, specs, deviceFacts(device));
  }

  async #log(waitedSeconds: number): Promise<void> {
    const { run, setup } = this.#options;
    const figures = this.#meter.read(waitedSeconds);
    this.#latest = { ...this.#latest, ...figures, loss: figures.loss };
    const { learningRate, temperature } = this.#latest;
    const { phase } = setup;
    await run.log.append({ phase, step: this.#step, learningRate, temperature, ...figures });
  }

  #tell(): void {
    const { setup, steps, context } = this.#options;
    const { stepsPerSecond } = this.#latest;
    const secondsLeft = stepsPerSecond > 0 ? (steps - this.#step) / stepsPerSecond : undefined;
    context.onProgress?.({
      stage: setup.phase === 'selection' ? 'training on the past' : 'training up to t',
      done: this.#step,
      total: steps,
      unit: 'steps',
      figures: { ...this.#latest, ...(secondsLeft === undefined ? {} : { secondsLeft }) },
    });
  }
}
