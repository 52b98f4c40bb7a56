import type { Component } from 'svelte';
import type { CellView, Provenance } from '../../src-main/contract/notebook.js';
import type { CellKindName, CellOutputs } from '../../src-main/contract/outputs.js';

/** A column of the table behind a chart; all columns of a table have one length. */
export interface TableColumn {
  readonly name: string;
  /** Shown after the name: nats, s, pins … */
  readonly unit?: string | undefined;
  readonly values: ArrayLike<number | string | null>;
  /** How numbers are written; recalls have no leading zero and three places. */
  readonly format?: ((value: number) => string) | undefined;
  /** What stands in the place of no value; nothing when absent. */
  readonly none?: string | undefined;
}

/** What a chart shows, as a table: it is what T shows, what is copied and what is exported. */
export interface Table {
  readonly title: string;
  readonly columns: readonly TableColumn[];
}

export interface CellProps<K extends CellKindName = CellKindName> {
  readonly notebook: string;
  readonly cell: CellView;
  /** What the cell computed last; null before the first time. Stays while it is stale or re-runs. */
  readonly output: { readonly value: CellOutputs[K]; readonly provenance: Provenance } | null;
  /** Chart or table, as the reader toggles it. */
  readonly view: 'chart' | 'table';
  /** A live view tells what its table is now; the frame shows, copies and exports it. */
  readonly onTables: (tables: readonly Table[]) => void;
}

/** What the body of a cell is given to draw an output of a kind, or its absence. */
export interface BodyProps<V> extends Pick<CellProps, 'cell' | 'view' | 'onTables'> {
  readonly output: { readonly value: V; readonly provenance: Provenance } | null;
  readonly tables: (value: V) => readonly Table[];
}

/** One kind of cell, as the notebook's registry knows it. */
export interface CellKind<K extends CellKindName = CellKindName> {
  readonly kind: K;
  /** One line on what would stand in an empty cell. */
  readonly promise: string;
  /** The smallest YAML that fills it. */
  readonly sample: string;
  /** True when it follows the shared selection. */
  readonly follows: boolean;
  /** True when its component also draws the cell that has not run: a picker instead of an empty note. */
  readonly startsItself?: boolean | undefined;
  /** True when less than two runs make no cell of it. */
  readonly needsTwoRuns?: boolean | undefined;
  readonly component: () => Promise<{ readonly default: Component<CellProps<K>> }>;
  /** The tables of an output, for kinds that do not live on the selection. */
  readonly tables?: ((output: CellOutputs[K]) => readonly Table[]) | undefined;
  /** Place of the table that the cell's export writes; the first when absent. */
  readonly exported?: number | undefined;
}
