import { promises as fs } from 'node:fs';
import { badInput, type StudioError } from '../base/errors.js';
import { describeWriteFailure } from '../base/files.js';
import type { JobContext } from '../base/progress.js';
import { DuckDb } from './duckdb.js';
import { columnsText } from './guess-columns.js';
import {
  type ActionImport,
  importActionRows,
  type OpenActions,
  openActions,
} from './import-actions.js';
import {
  checkAgreement,
  type HashedInput,
  type ImportOptions,
  type Inputs,
  inspectInputs,
  isMadeAnew,
  knownNotes,
  newInputs,
  presetNotes,
  resolveMapping,
} from './import-inputs.js';
import type { ImportMapping, PinsMapping } from './import-mapping.js';
import { importPins, interestsOf, type OpenPins, openPins } from './import-pins.js';
import { type ImportReport, rejectedRows, reportOf } from './import-report.js';
import { findManifest, type Manifest, type Source } from './manifest.js';
import { checkName } from './names.js';
import { EVERY_ACTION, type PositiveRule, parsePositiveRule } from './positive-rule.js';
import type { Workspace } from './workspace.js';
import { DatasetWriter } from './writer.js';

export type { ImportOptions } from './import-inputs.js';
export type { ImportReport } from './import-report.js';

/**
 * Imports files into a data set: a new one, or behind what an earlier import brought. Files that are
 * in it already change nothing. Bad rows are counted and kept aside; bad files throw, and then nothing
 * is written. The workspace must be open for writing.
 */
export async function importActions(
  workspace: Workspace,
  options: ImportOptions,
  context: JobContext = {},
): Promise<ImportReport> {
  checkName('data set', options.dataset);
  if (options.files.length === 0)
    throw badInput('no file to import was given.', { remedy: 'Name at least one file.' });
  const found = await findManifest(workspace, options.dataset);
  const mapping = await resolveMapping(options, found);
  const inputs = await inspectInputs(mapping, options, context);
  const anew = options.anew === true && found !== undefined && isMadeAnew(found, mapping, inputs);
  const previous = anew ? undefined : found;
  const rule = parsePositiveRule(mapping.positive ?? previous?.positiveRule ?? EVERY_ACTION);
  const fresh = newInputs(inputs, previous);
  if (previous) checkAgreement(previous, mapping, rule, options.dataset);
  const notes = [...presetNotes(options, mapping), ...knownNotes(inputs, fresh, options.dataset)];
  const note = (line: string) => {
    notes.push(line);
    context.onNote?.(line);
  };
  for (const line of notes) context.onNote?.(line);
  if (anew) note('The data set was made anew, since its settings are others than before.');
  if (previous && fresh.actions.length === 0 && fresh.pins === undefined)
    return reportOf(previous, previous, notes);
  if (!mapping.positive && !previous)
    note('No positive rule was given: every action counts as a positive engagement (`positive`).');
  if (mapping.time === 'order')
    note(
      'Times are row numbers: only the split leaveOneOut makes sense, which leaks across users in time.',
    );
  const manifest = await writeInputs(
    workspace,
    options,
    mapping,
    rule,
    fresh,
    previous,
    context,
    note,
  );
  if (manifest.counts.positives === 0)
    note(
      `No action is positive by the rule "${rule.text}"${manifest.has.type ? `; the types are ${manifest.actionTypes.join(', ')}` : ''}.`,
    );
  return reportOf(manifest, previous, notes);
}

async function writeInputs(
  workspace: Workspace,
  options: ImportOptions,
  mapping: ImportMapping,
  rule: PositiveRule,
  inputs: Inputs,
  previous: Manifest | undefined,
  context: JobContext,
  note: (line: string) => void,
): Promise<Manifest> {
  const scratch = await unpackFolder(workspace);
  const db = await DuckDb.open({ memoryLimitMb: 512 });
  let writer: DatasetWriter | undefined;
  try {
    const reading = { db, scratch, context };
    const pins = inputs.pins && (await openPins(inputs.pins, mapping.pins ?? {}, reading));
    if (pins) checkWidth(pins, previous);
    const actions: OpenActions[] = [];
    for (const file of inputs.actions)
      actions.push(await openActions(file, mapping, rule, reading));
    const has = (field: 'type' | 'surface' | 'duration') =>
      actions.some(file => file.columns.has(field));
    writer = await DatasetWriter.open(workspace, options.dataset, {
      origin: { kind: 'import', settings: { ...mapping } },
      positiveRule: rule.text,
      has: {
        type: has('type'),
        surface: has('surface'),
        duration: has('duration'),
        time: mapping.time !== 'order',
      },
      embeddingWidth: pins?.embeddingWidth ?? 0,
      anew: previous === undefined,
    });
    await readAll(writer, pins, actions, mapping, rule, options.maxRejects, inputs, context, note);
    return await writer.commit(context);
  } finally {
    await writer?.discard();
    db.close();
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

/** A folder for gzipped Parquet files; what a killed import left there is removed first. */
async function unpackFolder(workspace: Workspace): Promise<string> {
  const folder = workspace.path('data', '.unpacked');
  try {
    await fs.rm(folder, { recursive: true, force: true });
    await fs.mkdir(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw describeWriteFailure(folder, error);
  }
}

function checkWidth(pins: OpenPins, previous: Manifest | undefined): void {
  const known = previous?.embeddingWidth ?? 0;
  if (known === 0 || pins.embeddingWidth === 0 || pins.embeddingWidth === known) return;
  throw badInput(
    `the embeddings have width ${pins.embeddingWidth}, those of the data set have ${known}.`,
    { where: pins.file.path, remedy: 'Give embeddings of one width, or another `dataset`.' },
  );
}

async function readAll(
  writer: DatasetWriter,
  pins: OpenPins | undefined,
  actions: readonly OpenActions[],
  mapping: ImportMapping,
  rule: PositiveRule,
  maxRejects: number | undefined,
  inputs: Inputs,
  context: JobContext,
  note: (line: string) => void,
): Promise<void> {
  if (pins && inputs.pins) {
    const counts = await importPins(pins, mapping.pins ?? {}, writer, context.signal);
    addSource(writer, 'pins', inputs.pins, counts);
    for (const line of pins.source.notes()) note(line);
  }
  // Places serve nothing else: without a pins file they become interests unasked.
  const pinsMapping: PinsMapping = pins
    ? (mapping.pins ?? {})
    : { interestsFrom: ['geoCell'], ...mapping.pins };
  const state: ActionImport = {
    writer,
    rule,
    nextOrder: writer.previous ? writer.previous.lastAtMs + 1 : 0,
    places: pinsMapping.interestsFrom?.includes('geoCell') ? new Map() : undefined,
    check: () => checkRejects(writer, maxRejects),
  };
  for (const [index, file] of actions.entries()) {
    const counts = await importActionRows(file, state, context.signal);
    if (counts.accepted === 0) throw nothingAccepted(file, writer);
    addSource(writer, 'actions', inputs.actions[index]!, counts);
    for (const line of file.source.notes()) note(line);
    if (mapping.columns === undefined && index === 0)
      note(
        `By their names columns are ${columnsText(file.columns, file.source.names)} (\`columns\`).`,
      );
  }
  for (const [pin, [lat, lon]] of state.places ?? [])
    if (!writer.pins.isDescribed(pin))
      await writer.describePin(writer.pins.ids[pin]!, {
        lat,
        lon,
        interests: interestsOf({ lat, lon }, undefined, pinsMapping),
      });
  checkRejects(writer, maxRejects);
}

function addSource(
  writer: DatasetWriter,
  role: Source['role'],
  file: HashedInput,
  counts: { rows: number; accepted: number },
): void {
  writer.addSource({ role, path: file.path, sha256: file.sha256, bytes: file.bytes, ...counts });
}

function checkRejects(writer: DatasetWriter, limit: number | undefined): void {
  const rejected = rejectedRows(writer.rejected);
  if (limit === undefined || rejected <= limit) return;
  throw badInput(`more than ${limit} rows were rejected (${listReasons(writer)}).`, {
    where: 'maxRejects',
    remedy: 'Look at the mapping of columns and the time format, or raise the limit.',
  });
}

function nothingAccepted(file: OpenActions, writer: DatasetWriter): StudioError {
  const reasons = listReasons(writer);
  return badInput(reasons ? `no row can be used (${reasons}).` : 'the file has no rows.', {
    where: file.file.path,
    remedy: reasons
      ? 'Look at `columns`, `delimiter` and `time`.'
      : 'Give a file that has rows below its header.',
  });
}

function listReasons(writer: DatasetWriter): string {
  return Object.entries(writer.rejected)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${reason}: ${count}`)
    .join(', ');
}
