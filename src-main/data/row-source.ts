/** A row that cannot be read as a row at all. */
export class RowFault {
  constructor(readonly reason: string) {}
}

/** Some rows of a file in source order. */
export interface RowBatch {
  readonly length: number;
  /** Line in the file, from 1; for Parquet the row's number. */
  line(index: number): number;
  /** The wanted columns of a row, in the order in which they were asked for. */
  row(index: number): readonly unknown[] | RowFault;
  /** The row as the file has it, for the rejects table. */
  text(index: number): string;
}

/** The rows of one file, whatever its format. */
export interface RowSource {
  /** Names of the columns; undefined where the file has no header. */
  readonly names: readonly string[] | undefined;
  readonly width: number;
  /** Between two fields of a text file, given or guessed. */
  readonly delimiter?: string | undefined;
  /** Text of the first rows' values, to guess formats by: at most 100 rows. */
  readonly sample: readonly (readonly unknown[])[];
  /** Columns whose values are times by type: milliseconds, not to be parsed. */
  readonly timeColumns: ReadonlySet<number>;
  rows(wanted: readonly number[]): AsyncGenerator<RowBatch>;
  /** One calm line for each thing worth knowing about the file after it has been read. */
  notes(): string[];
}
