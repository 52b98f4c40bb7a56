import type { TrainConfig } from '../train/config.js';
import type { MetricLine } from '../train/run-log.js';

/** What the window's frame shows of the workspace and the machine. */
export interface AppFacts {
  readonly version: string;
  readonly workspaceFolder: string;
  readonly workspaceName: string;
  /** Whether the engine may write in the workspace's folder. */
  readonly writable: boolean;
  readonly shell: 'electron' | 'web';
  readonly platform: string;
}

export interface MemoryFacts {
  /** In use on the whole machine, by whatever runs there. */
  readonly usedBytes: number;
  readonly totalBytes: number;
  /** Resident memory of the engine's own process, without those that compute. */
  readonly engineBytes: number;
  /** What jobs run on unless told otherwise; null while that is being found out, and where none works. */
  readonly device: string | null;
}

export interface DatasetSummary {
  readonly dataset: string;
  readonly users: number;
  readonly pins: number;
  readonly actions: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly origin: 'import' | 'world';
}

/** One of the first rows that an import could not use, with the reason. */
export interface RejectedRow {
  /** Without its folder. */
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

/** The first rows of a file as an import would read them, before anything is written. */
export interface TablePreview {
  readonly format: string;
  readonly delimiter: string | null;
  readonly header: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What each column is taken for: user, pin, at, type … */
  readonly mapping: Readonly<Record<string, string | number>>;
}

/** A file that describes the pins of a log. */
export interface PinsPreview extends TablePreview {
  readonly file: string;
  /** Fields that no column's name told, only its values. */
  readonly unnamed: readonly string[];
  /** Of the pins in the log's first rows, those that the file describes; more may be found where not `whole`. */
  readonly join: { readonly found: number; readonly pins: number; readonly whole: boolean };
  /** The `pins` setting that reads the file so. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

/** Of a file to import; one that is neither of actions nor of pins is left out. */
export type FileRole = 'actions' | 'pins' | 'other';

export interface ImportPreview extends TablePreview {
  /** The file of actions whose rows these are. */
  readonly log: string;
  /** What each of the files is taken for (`other` is left out), and whether it describes something by its values. */
  readonly files: readonly {
    readonly path: string;
    readonly role: FileRole;
    readonly looksLikePins: boolean;
  }[];
  /** The pins file that the settings name, or that is proposed where they say nothing. */
  readonly pins: PinsPreview | null;
  readonly accepted: number;
  /** By reason, of the rows that were looked at, with an example each. */
  readonly rejected: readonly {
    readonly reason: string;
    readonly rows: number;
    readonly line: number;
    readonly text: string;
  }[];
  readonly looked: number;
  /** Fields that no column's name told, only its values: for a person to look at. */
  readonly unnamed: readonly string[];
  /** Types and ratings of the accepted rows that were looked at, most frequent first. */
  readonly types: readonly ValueCount[];
  readonly ratings: readonly ValueCount[];
  readonly problems: readonly string[];
}

/** A trained run that was promoted: a copy that stays as it is. */
export interface ModelCard {
  readonly model: string;
  /** The run that was promoted; it may be gone. */
  readonly run: string;
  readonly checkpointSha256: string;
  /** Steps of the checkpoint. */
  readonly steps: number;
  readonly dataset: string;
  readonly contentHash: string;
  readonly objective: string;
  readonly seed: number;
  /** t, ISO 8601: nothing later was trained on. */
  readonly trainedUntil: string;
  readonly validation: RunRow['validation'];
  readonly codeVersion: string;
  readonly promotedAt: string;
}

export interface RunRow {
  readonly run: string;
  readonly dataset: string;
  readonly objective: string;
  /** Whether a process is at work on an unfinished run is the workspace's lock's to say. */
  readonly state: 'trained' | 'unfinished' | 'not begun';
  /** Steps of the newest checkpoint. */
  readonly steps: number;
  /** Recall@10 of the validation users at the chosen step; null when none was measured. */
  readonly validation: {
    readonly step: number;
    readonly all: number | null;
    readonly new: number | null;
  } | null;
  readonly createdAt: string;
}

export interface RunView extends RunRow {
  readonly trainedUntil: string;
  readonly seed: number;
  readonly checkpointSha256: string | null;
  readonly config: TrainConfig;
  /** Lines of metrics.jsonl. */
  readonly metrics: readonly MetricLine[];
}

/** Before a training: what it will take on this machine. */
export interface TrainEstimate {
  readonly parameters: number;
  readonly memoryBytes: number;
  /** Steps at most: of the selection and of the training up to t after it. */
  readonly steps: number;
  /** Null where nothing has been trained and no device works. */
  readonly secondsPerStep: number | null;
  readonly seconds: number | null;
  /** `measured`: steps of this shape; `scaled`: other steps, by their operations; `rate`: matrix products alone. */
  readonly basis: 'measured' | 'scaled' | 'rate' | null;
  /** The run whose steps were timed; empty without one. */
  readonly measuredOn: string;
}

/** The settings of a training as a JSON Schema of what may be written, and each preset with all defaults filled in. */
export interface TrainSettings {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly presets: readonly { readonly name: string; readonly config: TrainConfig }[];
}
