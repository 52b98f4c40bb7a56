import { join } from 'node:path';
import { IdIndex } from './id-index.js';
import type { Manifest } from './manifest.js';
import { ColumnFile, writeColumnFile } from './shards.js';
import { lazyStrings, stringSources } from './string-column.js';
import type { EarlierTimelines } from './timeline-builder.js';

/** The users of a data set while it is being written. */
export class UserCatalogue extends IdIndex {
  /** Takes over the users of the generation before, and says where their timelines lie. */
  load(folder: string, { columns }: Manifest): EarlierTimelines {
    const file = ColumnFile.open(join(folder, columns.users.file));
    try {
      const ids = lazyStrings(file, 'id');
      for (let i = 0; i < ids.length; i++) this.indexOf(ids.at(i));
      return { offsets: file.read('offsets', 'u32'), folder, shards: columns.actions };
    } finally {
      file.close();
    }
  }

  /** Writes users.col. `offsets`, of length count + 1, says where each user's actions begin. */
  async write(
    folder: string,
    prefix: string,
    offsets: Uint32Array,
  ): Promise<Manifest['columns']['users']> {
    const file = `${prefix}users.col`;
    const { sha256 } = await writeColumnFile(join(folder, file), [
      ...stringSources('id', this.ids),
      { name: 'offsets', type: 'u32', length: this.count + 1, values: offsets },
    ]);
    return { file, sha256 };
  }
}
