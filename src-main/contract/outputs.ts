import type { ImportReport } from '../data/import-report.js';
import type { Profile } from '../data/profile.js';
import type { Estimate } from '../evaluate/bootstrap.js';
import type { SimulationReport } from '../simulate/report.js';
import type { MetricLine } from '../train/run-log.js';

/** What the cells of each kind hold once they have run. Views hold what they resolved; the window asks for moments. */
export interface CellOutputs {
  readonly import: ImportReport;
  readonly dataset: DatasetOutput;
  readonly world: DatasetOutput;
  readonly profile: ProfileOutput;
  readonly train: TrainOutput;
  readonly simulate: SimulateOutput;
  readonly timeline: ViewOutput;
  readonly attention: ViewOutput;
  readonly target: ViewOutput;
  readonly retrieve: ViewOutput;
  readonly diversity: DiversityOutput;
  readonly users: UsersOutput;
  readonly compare: CompareOutput;
  readonly sql: SqlOutput;
  readonly map: MapOutput;
  readonly index: IndexOutput;
}

export type CellKindName = keyof CellOutputs;

export interface DatasetOutput {
  readonly dataset: string;
  readonly contentHash: string;
  readonly users: number;
  readonly pins: number;
  readonly actions: number;
  readonly positives: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly positiveRule: string;
  readonly rejected: Readonly<Record<string, number>>;
}

/** The profile, and a row a user for linked brushing (a sample of at most 20,000 users). */
export interface ProfileOutput {
  readonly profile: Profile;
  readonly sample: {
    readonly users: readonly string[];
    readonly actions: Int32Array;
    readonly activeDays: Int32Array;
    readonly medianGapSeconds: Float32Array;
    readonly repeatShare: Float32Array;
    readonly lastAtMs: Float64Array;
    /** Missing in outputs of older versions. */
    readonly types?: SampledTypes;
  };
}

/** What sampled users did of each type, [users, columns]: the profile's types in its order, the rarest of many in the last column. */
export interface SampledTypes {
  readonly columns: number;
  readonly actions: Uint32Array;
  readonly positives: Uint32Array;
}

export interface TrainOutput {
  readonly run: string;
  readonly dataset: string;
  readonly objective: string;
  readonly steps: number;
  readonly seconds: number;
  readonly checkpointSha256: string;
  readonly validation: {
    readonly step: number;
    readonly all: number | null;
    readonly new: number | null;
  } | null;
  readonly diagnosis: string | null;
  readonly metrics: readonly MetricLine[];
}

export interface SimulateOutput {
  readonly report: SimulationReport;
  /** Recall@10 of each user, in the order of `users`; NaN where a user has no such target. */
  readonly perUser: {
    readonly users: readonly string[];
    readonly targets: Int32Array;
    readonly cells: readonly {
      readonly run: string;
      readonly cadence: string;
      readonly all: Float32Array;
      readonly new: Float32Array;
    }[];
  };
}

/** A view on one user at one instant reads this run, unless the cell is pinned to its own user. */
export interface ViewOutput {
  readonly run: string;
  readonly dataset: string;
  /** The moment that the cell names, where it names one of its own. */
  readonly atMs?: number;
}

export interface DiversityOutput {
  readonly run: string;
  readonly users: number;
  readonly indexPins: number;
  readonly rows: readonly {
    readonly run: string;
    readonly cadence: string;
    /** Nats, a user each; NaN for all where the data has no interests. */
    readonly entropy: Float32Array;
    readonly entropyMean: Estimate;
    /** Share of all top-10 results that the most retrieved pins make up, from 0 to all pins of the index. */
    readonly curve: { readonly pins: Float64Array; readonly share: Float64Array };
    readonly coverageP90At10: number;
    readonly dominating: readonly {
      readonly pin: number;
      readonly id: string;
      readonly title: string;
      readonly share: number;
    }[];
    /** Interests of results beside those of history, shares that each sum to 1. */
    readonly interests: readonly {
      readonly name: string;
      readonly results: number;
      readonly history: number;
    }[];
  }[];
}

/** One row a user; numeric columns by name, each as long as `users`. */
export interface UsersOutput {
  readonly run: string;
  readonly users: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly unit: string;
    readonly values: Float64Array;
  }[];
  /** Under which the slices' recall was measured. */
  readonly sliceCadence: string;
  readonly slices: readonly {
    readonly by: 'activity' | 'staleness' | 'interest';
    readonly label: string;
    readonly users: number;
    readonly recallAt10: Estimate;
  }[];
}

export interface CompareOutput {
  readonly runs: readonly [string, string];
  readonly cadence: string;
  readonly users: readonly string[];
  readonly recall: readonly [Float32Array, Float32Array];
  readonly difference: { readonly all: Estimate; readonly new: Estimate };
  readonly wins: readonly [number, number];
  readonly ties: number;
}

export interface SqlOutput {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Values as JSON knows them; at most `rows.length` of `total`. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly total: number;
  readonly truncated: boolean;
}

export interface MapOutput {
  readonly run: string;
  readonly method: 'pca' | 'umap';
  /** [n, 2], pins first and then users, within −1 … 1. */
  readonly points: Float32Array;
  readonly pins: number;
  readonly users: readonly string[];
  /** Row of each pin in the table of pins. */
  readonly pin: Int32Array;
  /** Actions in all of the data: on each pin, by each user. */
  readonly actions: Int32Array;
  /** Index into `interests`, −1 for none: a pin's first, the one that most of a user's actions had. */
  readonly interest: Int16Array;
  readonly interests: readonly string[];
  /** Share of the pins' variance that the two axes hold (PCA); NaN for UMAP. */
  readonly varianceShare: number;
}

export interface IndexOutput {
  readonly index: string;
  readonly run: string;
  readonly pins: number;
  readonly kind: 'hnsw' | 'exact';
  readonly m: number;
  readonly efConstruction: number;
  readonly efSearch: number;
  /** Against exact search at k = 10, on sampled users. */
  readonly recallAt10: number;
  readonly milliseconds: number;
  readonly exactMilliseconds: number;
  readonly buildSeconds: number;
  readonly note: string | null;
}
