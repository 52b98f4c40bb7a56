import { join } from 'node:path';
import { describeWriteFailure } from '../base/files.js';
import { type DuckDb, type SqlType, type SqlValue, sqlText, type TableAppender } from './duckdb.js';

/** One column of a part: how it is appended, and the SQL that turns it into what is stored. */
export interface PartColumn {
  readonly name: string;
  readonly type: SqlType;
  /**
   * Expression over the appended columns; the column itself when absent. A function is asked at each
   * flush.
   */
  readonly as?: string | (() => string);
}

const PART_ROWS = 1_000_000;
let tables = 0;

/**
 * Writes rows into Parquet files `<prefix>-000.parquet`, `-001`, … of at most a million rows each, in
 * the order in which they are given. No file is written when there is no row.
 */
export class PartWriter {
  readonly files: string[] = [];
  readonly #table = `part_${tables++}`;
  #appender: TableAppender | undefined;
  #rows = 0;

  constructor(
    private readonly db: DuckDb,
    private readonly folder: string,
    private readonly prefix: string,
    private readonly columns: readonly PartColumn[],
  ) {}

  /** Must be called once before `row`. */
  async begin(): Promise<void> {
    if (this.#appender) return;
    const columns = this.columns.map(column => `"${column.name}" ${column.type}`);
    await this.db.run(`CREATE TABLE ${this.#table} (${columns.join(', ')})`);
    this.#appender = await this.db.appender(
      this.#table,
      this.columns.map(column => column.type),
    );
  }

  row(values: readonly SqlValue[]): void {
    if (!this.#appender) throw new Error('internal: PartWriter.row before begin');
    this.#appender.row(values);
    this.#rows++;
  }

  /** Writes a file when enough rows for one have been added. */
  async makeRoom(): Promise<void> {
    if (this.#rows < PART_ROWS) return;
    await this.flush();
    await this.begin();
  }

  /** Writes the rows that are left. */
  async flush(): Promise<void> {
    if (!this.#appender) return;
    this.#appender.close();
    this.#appender = undefined;
    if (this.#rows > 0) {
      const file = `${this.prefix}-${String(this.files.length).padStart(3, '0')}.parquet`;
      const path = join(this.folder, file);
      const select = this.columns.map(({ name, as }) => {
        const expression = typeof as === 'function' ? as() : (as ?? `"${name}"`);
        return `${expression} AS "${name}"`;
      });
      await this.db
        .run(
          `COPY (SELECT ${select.join(', ')} FROM ${this.#table}) TO ${sqlText(path)} (FORMAT parquet)`,
        )
        .catch(error => {
          throw describeWriteFailure(path, error);
        });
      this.files.push(file);
    }
    await this.db.run(`DROP TABLE ${this.#table}`);
    this.#rows = 0;
  }
}

/**
 * `at` is appended as milliseconds and stored as a timestamp; 0 durations and NaN ratings are NULL.
 * Types and surfaces are appended as indexes of the vocabularies, which grow until the flush.
 */
export const actionColumns = (
  types: readonly string[],
  surfaces: readonly string[],
): readonly PartColumn[] => [
  { name: 'user', type: 'VARCHAR' },
  { name: 'pin', type: 'VARCHAR' },
  { name: 'at', type: 'DOUBLE', as: 'make_timestamp_ms("at"::BIGINT)' },
  { name: 'type', type: 'INTEGER', as: () => wordAt(types, 'type') },
  { name: 'surface', type: 'INTEGER', as: () => wordAt(surfaces, 'surface') },
  { name: 'durationSeconds', type: 'DOUBLE', as: 'nullif("durationSeconds", 0)::FLOAT' },
  {
    name: 'rating',
    type: 'DOUBLE',
    as: 'CASE WHEN isnan("rating") THEN NULL ELSE "rating"::FLOAT END',
  },
  { name: 'positive', type: 'BOOLEAN' },
];

function wordAt(words: readonly string[], column: string): string {
  if (words.length === 0) return 'NULL::VARCHAR';
  return `([${words.map(sqlText).join(', ')}])["${column}" + 1]`;
}

/** Between interests while they are appended; the library's list vectors cannot be half full. */
export const INTEREST_SEPARATOR = '\u001f';

/** Later parts hold newer descriptions: of a pin's rows that of the highest generation counts. */
export function pinColumns(embeddingWidth: number): readonly PartColumn[] {
  return [
    { name: 'pin', type: 'VARCHAR' },
    { name: 'title', type: 'VARCHAR' },
    { name: 'interests', type: 'VARCHAR', as: `string_split("interests", chr(31))` },
    { name: 'url', type: 'VARCHAR' },
    { name: 'image', type: 'VARCHAR' },
    { name: 'lat', type: 'DOUBLE' },
    { name: 'lon', type: 'DOUBLE' },
    ...(embeddingWidth > 0
      ? [{ name: 'embedding', type: `FLOAT[${embeddingWidth}]` as const }]
      : []),
    { name: 'generation', type: 'INTEGER' },
  ];
}

export const REJECT_COLUMNS: readonly PartColumn[] = [
  { name: 'file', type: 'VARCHAR' },
  { name: 'line', type: 'DOUBLE', as: '"line"::BIGINT' },
  { name: 'reason', type: 'VARCHAR' },
  { name: 'text', type: 'VARCHAR' },
];
