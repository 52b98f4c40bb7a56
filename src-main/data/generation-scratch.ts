import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { describeWriteFailure } from '../base/files.js';
import { DuckDb } from './duckdb.js';
import type { Workspace } from './workspace.js';

/** The hidden folder in which a generation of a data set waits, beside the data sets, and its database. */
export class GenerationScratch {
  readonly parts: string;
  readonly columns: string;

  private constructor(
    readonly folder: string,
    readonly db: DuckDb,
  ) {
    this.parts = join(folder, 'parts');
    this.columns = join(folder, 'columns');
  }

  /** A new one for the data set `name`; nothing is left when it cannot be made. */
  static async make(workspace: Workspace, name: string): Promise<GenerationScratch> {
    const folder = workspace.path('data', `.${name}.${randomBytes(4).toString('hex')}.tmp`);
    try {
      await fs.mkdir(join(folder, 'parts'), { recursive: true });
      await fs.mkdir(join(folder, 'columns'));
      const db = await DuckDb.open({ temporaryFolder: join(folder, 'spill') });
      return new GenerationScratch(folder, db);
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true });
      throw describeWriteFailure(folder, error);
    }
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** Removes all but parts and columns, which are then published. */
  async keepResult(): Promise<void> {
    await fs.rm(this.file('spill'), { recursive: true, force: true });
  }

  /** Removes what was not published. */
  async remove(): Promise<void> {
    this.db.close();
    await fs.rm(this.folder, { recursive: true, force: true });
  }
}
