import {
  ARRAY,
  arrayValue,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
  FLOAT,
  INTEGER,
  StatementType,
  VARCHAR,
} from '@duckdb/node-api';

/** Column types that parts of a data set are written with. */
export type SqlType =
  | 'VARCHAR'
  | 'DOUBLE'
  | 'INTEGER'
  | 'BOOLEAN'
  | 'VARCHAR[]'
  | `FLOAT[${number}]`;

/** A value that can be appended. */
export type SqlValue = string | number | boolean | null | Float32Array;

/** Some rows of a result, column by column. */
export interface SqlBatch {
  readonly length: number;
  /** Value of row `index` in `column`: bigint for 64-bit integers, arrays for lists, null for NULL. */
  value(column: number, index: number): unknown;
}

export interface DuckDbOptions {
  /** Upper bound of DuckDB's own memory; larger work spills into temporaryFolder. Default 768 MB. */
  readonly memoryLimitMb?: number;
  readonly temporaryFolder?: string;
  /** One a core when absent. */
  readonly threads?: number;
}

/**
 * An in-memory DuckDB: nothing of a workspace is ever locked by it. The only importer of
 * @duckdb/node-api.
 */
export class DuckDb {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(options: DuckDbOptions = {}): Promise<DuckDb> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${options.memoryLimitMb ?? 768}MB`,
      temp_directory: options.temporaryFolder ?? '',
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new DuckDb(instance, await instance.connect());
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  /** All rows of a query as objects: for small results only. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRowObjectsJS();
  }

  /** Whether the text is one query alone, which reads and changes nothing; its own faults are thrown. */
  async isOneQuery(sql: string): Promise<boolean> {
    const statements = await this.#connection.extractStatements(sql);
    if (statements.count !== 1) return false;
    const prepared = await statements.prepare(0);
    try {
      return prepared.statementType === StatementType.SELECT;
    } finally {
      prepared.destroySync();
    }
  }

  /** The syntax tree of a query, as DuckDB describes it; null for one that it cannot describe. */
  async syntaxTree(sql: string): Promise<unknown> {
    const [row] = await this.rows(`SELECT json_serialize_sql(${sqlText(sql)}) AS tree`);
    const tree: unknown = JSON.parse(String(row?.tree));
    return (tree as { error?: unknown }).error === true ? null : tree;
  }

  /** Names and SQL types of a query's columns. */
  async describe(sql: string): Promise<{ name: string; type: string }[]> {
    const rows = await this.rows(`DESCRIBE ${sql}`);
    return rows.map(row => ({ name: String(row.column_name), type: String(row.column_type) }));
  }

  /** The rows of a query in order, a few thousand at a time. */
  async *stream(sql: string): AsyncGenerator<SqlBatch> {
    const result = await this.#connection.stream(sql);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      const vectors = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnVector(i));
      yield {
        length: chunk.rowCount,
        value: (column, index) => plain(vectors[column]?.getItem(index) ?? null),
      };
    }
  }

  /** Opens a table for fast appending; rows become visible after `close`. */
  async appender(table: string, types: readonly SqlType[]): Promise<TableAppender> {
    const appender = await this.#connection.createAppender(table);
    return new TableAppender(
      types,
      chunk => appender.appendDataChunk(chunk),
      () => appender.closeSync(),
    );
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

const CHUNK_ROWS = 2048;

/** Fills a table chunk by chunk from values set one at a time. */
export class TableAppender {
  readonly #types: readonly SqlType[];
  readonly #append: (chunk: DuckDBDataChunk) => void;
  readonly #close: () => void;
  #chunk: DuckDBDataChunk;
  #vectors: DuckDBVector[];
  #rows = 0;

  constructor(
    types: readonly SqlType[],
    append: (chunk: DuckDBDataChunk) => void,
    close: () => void,
  ) {
    this.#types = types;
    this.#append = append;
    this.#close = close;
    this.#chunk = DuckDBDataChunk.create(types.map(duckType), CHUNK_ROWS);
    this.#vectors = vectorsOf(this.#chunk);
  }

  /** Appends one row; `values` follow the order of the types. */
  row(values: readonly SqlValue[]): void {
    for (let column = 0; column < this.#vectors.length; column++)
      this.#vectors[column]!.setItem(this.#rows, native(values[column] ?? null));
    if (++this.#rows === CHUNK_ROWS) this.#flush();
  }

  close(): void {
    this.#flush();
    this.#close();
  }

  #flush(): void {
    if (this.#rows === 0) return;
    for (const vector of this.#vectors) vector.flush();
    this.#chunk.rowCount = this.#rows;
    this.#append(this.#chunk);
    this.#chunk = DuckDBDataChunk.create(this.#types.map(duckType), CHUNK_ROWS);
    this.#vectors = vectorsOf(this.#chunk);
    this.#rows = 0;
  }
}

function vectorsOf(chunk: DuckDBDataChunk): DuckDBVector[] {
  return Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
}

function duckType(type: SqlType): DuckDBType {
  if (type === 'VARCHAR') return VARCHAR;
  if (type === 'DOUBLE') return DOUBLE;
  if (type === 'INTEGER') return INTEGER;
  if (type === 'BOOLEAN') return BOOLEAN;
  return ARRAY(FLOAT, Number(type.slice(6, -1)));
}

function native(value: SqlValue): DuckDBValue {
  if (value instanceof Float32Array) return arrayValue([...value]);
  return value;
}

/** Lists and arrays of DuckDB hold `items`; other values are left as they are. */
function plain(value: unknown): unknown {
  if (value !== null && typeof value === 'object' && 'items' in value && Array.isArray(value.items))
    return value.items.map(plain);
  return value;
}

/** A string as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column or table name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
