import { badInput, throwIfCancelled } from '../base/errors.js';
import { PIN_FIELDS, type PinField, type PinsMapping } from './import-mapping.js';
import type { InputFile } from './input-file.js';
import { geoCell, titleKind } from './interests.js';
import { openRows, type RowReading, textOf } from './open-rows.js';
import { toNumber } from './parse-time.js';
import type { PinDescription } from './pin-catalogue.js';
import { isDataLine, requireColumn, resolveColumns } from './resolve-columns.js';
import { RowFault, type RowSource } from './row-source.js';
import type { DatasetWriter } from './writer.js';

/** A pins file, opened: its columns are known and the width of its embeddings too. */
export interface OpenPins {
  readonly file: InputFile;
  readonly source: RowSource;
  readonly columns: ReadonlyMap<PinField, number>;
  /** 0 when the file has no embeddings. */
  readonly embeddingWidth: number;
}

/** Opens a pins file; BAD_INPUT when columns are missing or no embedding can be read. */
export async function openPins(
  file: InputFile,
  mapping: PinsMapping,
  reading: Omit<RowReading, 'mapping' | 'looksLikeData'>,
): Promise<OpenPins> {
  const mapped = mapping.columns ?? {};
  const source = await openRows(file, {
    ...reading,
    mapping,
    looksLikeData: fields => isDataLine(fields, mapped),
  });
  const columns = resolveColumns(source, mapped, PIN_FIELDS, file.path);
  requireColumn(columns, 'pin', source, file.path, 'pinColumns');
  const embedding = columns.get('embedding');
  const embeddingWidth =
    embedding === undefined ? 0 : widthOf(file.path, source, embedding, mapping.embeddingSeparator);
  return { file, source, columns, embeddingWidth };
}

/** The width that most of the first embeddings have. */
function widthOf(
  path: string,
  source: RowSource,
  column: number,
  separator: string | undefined,
): number {
  const counts = new Map<number, number>();
  for (const row of source.sample) {
    const width = parseEmbedding(row[column], separator)?.length ?? 0;
    if (width > 0) counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  const [width] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (width !== undefined) return width;
  throw badInput(
    `no embedding can be read in "${textOf(source.sample[0]?.[column]).slice(0, 60)}".`,
    {
      where: path,
      remedy: 'An embedding is a list of numbers, in text between blanks, commas or brackets.',
    },
  );
}

/**
 * Describes the pins of a file. Rejected, with line and reason: rows without an id, second
 * descriptions of a pin, embeddings with NaN or another width. Returns rows and accepted rows.
 */
export async function importPins(
  pins: OpenPins,
  mapping: PinsMapping,
  writer: DatasetWriter,
  signal: AbortSignal | undefined,
): Promise<{ rows: number; accepted: number }> {
  const { file, source, columns } = pins;
  const wanted = [...columns.values()];
  const place = new Map([...columns.keys()].map((field, index) => [field, index]));
  const value = (row: readonly unknown[], field: PinField): unknown => {
    const index = place.get(field);
    return index === undefined ? undefined : row[index];
  };
  let rows = 0;
  let accepted = 0;
  for await (const batch of source.rows(wanted)) {
    throwIfCancelled(signal);
    for (let index = 0; index < batch.length; index++) {
      rows++;
      const row = batch.row(index);
      const reason =
        row instanceof RowFault
          ? row.reason
          : await describe(
              textOf(value(row, 'pin')),
              field => value(row, field),
              mapping,
              pins,
              writer,
            );
      if (reason === undefined) accepted++;
      else writer.reject(file.path, batch.line(index), reason, batch.text(index));
    }
  }
  return { rows, accepted };
}

/** Describes one pin; the reason when its row is rejected. */
async function describe(
  id: string,
  value: (field: PinField) => unknown,
  mapping: PinsMapping,
  pins: OpenPins,
  writer: DatasetWriter,
): Promise<string | undefined> {
  if (id === '') return 'missing pin';
  const description: Mutable<PinDescription> = {};
  if (pins.embeddingWidth > 0) {
    const given = value('embedding');
    if (given !== null && given !== undefined && given !== '') {
      const embedding = parseEmbedding(given, mapping.embeddingSeparator);
      if (!embedding) return 'unparsable embedding';
      if (embedding.length !== pins.embeddingWidth) return 'embedding of another width';
      if (!embedding.every(Number.isFinite)) return 'embedding holds NaN or infinity';
      description.embedding = embedding;
    }
  }
  const title = textOf(value('title'));
  if (title) description.title = title;
  const url = textOf(value('url'));
  if (url) description.url = url;
  const image = textOf(value('image'));
  if (image) description.image = image;
  const lat = toNumber(value('lat'));
  const lon = toNumber(value('lon'));
  if (Number.isFinite(lat)) description.lat = lat;
  if (Number.isFinite(lon)) description.lon = lon;
  description.interests = interestsOf(description, value('interests'), mapping);
  return (await writer.describePin(id, description)) ? undefined : 'duplicate pin';
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Interests that the file gives, and those made from place and title where the mapping asks for it. */
export function interestsOf(
  pin: Pick<PinDescription, 'title' | 'lat' | 'lon'>,
  given: unknown,
  mapping: Pick<PinsMapping, 'interestsSeparator' | 'interestsFrom'>,
): string[] {
  const interests: string[] = [];
  if (Array.isArray(given)) interests.push(...given.map(textOf));
  else if (mapping.interestsSeparator !== undefined)
    interests.push(...textOf(given).split(mapping.interestsSeparator).map(textOf));
  else interests.push(textOf(given));
  for (const origin of mapping.interestsFrom ?? []) {
    const made = origin === 'geoCell' ? geoCell(pin.lat, pin.lon) : titleKind(pin.title ?? '');
    if (made !== undefined) interests.push(made);
  }
  return interests.filter(interest => interest !== '');
}

/** Numbers of a list or of a text; undefined when it holds anything else. NaN is let through. */
function parseEmbedding(value: unknown, separator: string | undefined): Float32Array | undefined {
  if (Array.isArray(value)) {
    const numbers = value.map(part => (part === null ? Number.NaN : toNumber(part)));
    return Float32Array.from(numbers);
  }
  const text = textOf(value)
    .replace(/^[[({]|[\])}]$/g, '')
    .trim();
  if (text === '') return undefined;
  const parts = text.split(separator ?? /[\s,;|]+/);
  const numbers = parts.map(part =>
    /^[+-]?nan$/i.test(part.trim()) ? Number.NaN : toNumber(part),
  );
  const readable = parts.every((part, i) => !Number.isNaN(numbers[i]) || /nan/i.test(part));
  return readable ? Float32Array.from(numbers) : undefined;
}
