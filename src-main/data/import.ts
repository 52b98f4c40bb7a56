import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { badInput, StudioError } from '../base/errors.js';
import { describeWriteFailure, sha256OfFile } from '../base/files.js';
import type { JobContext } from '../base/progress.js';
import { DuckDb } from './duckdb.js';
import {
  type ActionImport,
  importActionRows,
  type OpenActions,
  openActions,
} from './import-actions.js';
import { checkMapping, type ImportMapping, mergeMappings, readMapping } from './import-mapping.js';
import { importPins, interestsOf, type OpenPins, openPins } from './import-pins.js';
import { presetNamed, presetPinsFile } from './import-presets.js';
import { type InputFile, inspectInput } from './input-file.js';
import { findManifest, type Manifest, type Source } from './manifest.js';
import { checkName } from './names.js';
import { EVERY_ACTION, type PositiveRule, parsePositiveRule } from './positive-rule.js';
import type { Workspace } from './workspace.js';
import { DatasetWriter } from './writer.js';

export interface ImportOptions {
  readonly dataset: string;
  /** Files of actions, in the order in which their ties count. */
  readonly files: readonly string[];
  /** Preset: gowalla, movielens or deskdrop. */
  readonly as?: string | undefined;
  /** YAML mapping file. */
  readonly map?: string | undefined;
  /** What flags say; they win over the mapping file, and that over the preset. */
  readonly mapping?: ImportMapping | undefined;
  /** The import fails when more rows than this are rejected; no limit by default. */
  readonly maxRejects?: number | undefined;
}

/** Totals of the data set after the import. */
export interface ImportReport {
  readonly dataset: string;
  readonly users: number;
  /** Pins with at least one action; cataloguePins counts those of the pins file too. */
  readonly pins: number;
  readonly cataloguePins: number;
  readonly actions: number;
  readonly positives: number;
  /** Rejected rows by reason, over all imports. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly firstAt: string;
  readonly lastAt: string;
  /** True when all files had been imported before and nothing was changed. */
  readonly unchanged: boolean;
  readonly added: { readonly users: number; readonly actions: number; readonly rejected: number };
  readonly contentHash: string;
  readonly notes: readonly string[];
}

interface Inputs {
  readonly actions: readonly (InputFile & { sha256: string })[];
  readonly pins: (InputFile & { sha256: string }) | undefined;
}

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
  const previous = await findManifest(workspace, options.dataset);
  const mapping = await resolveMapping(options, previous);
  const rule = parsePositiveRule(mapping.positive ?? previous?.positiveRule ?? EVERY_ACTION);
  const inputs = await inspectInputs(mapping, options, context);
  const fresh = newInputs(inputs, previous);
  if (previous) checkAgreement(previous, mapping, rule, options.dataset);
  const notes = knownNotes(inputs, fresh, options.dataset);
  const note = (line: string) => {
    notes.push(line);
    context.onNote?.(line);
  };
  for (const line of notes) context.onNote?.(line);
  if (previous && fresh.actions.length === 0 && fresh.pins === undefined)
    return reportOf(previous, previous, notes);
  if (!mapping.positive && !previous)
    note('No positive rule was given: every action counts as a positive engagement (--positive).');
  if (mapping.time === 'order')
    note(
      'Times are row numbers: only the split leaveOneOut makes sense, which leaks across users in time.',
    );
  const manifest = await writeInputs(workspace, options, mapping, rule, fresh, context, note);
  if (manifest.counts.positives === 0)
    note(
      `No action is positive by the rule "${rule.text}"${manifest.has.type ? `; the types are ${manifest.actionTypes.join(', ')}` : ''}.`,
    );
  return reportOf(manifest, previous, notes);
}

/** Preset, mapping file and flags, or what the data set was made with when none of them is given. */
async function resolveMapping(
  options: ImportOptions,
  previous: Manifest | undefined,
): Promise<ImportMapping> {
  const given: ImportMapping[] = [];
  if (options.as !== undefined) {
    const preset = presetNamed(options.as);
    const file =
      options.mapping?.pins?.file ?? (await presetPinsFile(options.as, options.files[0]!));
    given.push(file ? { ...preset, pins: { ...preset.pins, file } } : preset);
  }
  if (options.map !== undefined) {
    const mapping = await readMapping(options.map);
    const file = mapping.pins?.file;
    given.push(
      file
        ? { ...mapping, pins: { ...mapping.pins, file: join(options.map, '..', file) } }
        : mapping,
    );
  }
  if (options.mapping && Object.keys(options.mapping).length > 0)
    given.push(checkMapping(options.mapping, 'the command line'));
  if (given.length === 0 && previous?.origin.kind === 'import') {
    const { pins, ...settings } = checkMapping(previous.origin.settings, 'the data set');
    if (!pins) return settings;
    const { file: _, ...table } = pins;
    return { ...settings, pins: table };
  }
  return mergeMappings(...given);
}

async function inspectInputs(
  mapping: ImportMapping,
  options: ImportOptions,
  context: JobContext,
): Promise<Inputs> {
  const inspect = async (path: string) => {
    const file = await inspectInput(path);
    context.onProgress?.({ stage: `checking ${path}`, done: 0, total: file.bytes, unit: 'bytes' });
    return { ...file, sha256: await sha256OfFile(path) };
  };
  const actions: (InputFile & { sha256: string })[] = [];
  for (const path of options.files) actions.push(await inspect(path));
  const pins = mapping.pins?.file === undefined ? undefined : await inspect(mapping.pins.file);
  return { actions, pins };
}

/** The files that the data set does not have yet; the same file given twice counts once. */
function newInputs(inputs: Inputs, previous: Manifest | undefined): Inputs {
  const known = new Set(previous?.sources.map(source => `${source.role} ${source.sha256}`));
  const isNew = (role: Source['role'], sha256: string) => {
    const key = `${role} ${sha256}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
  return {
    pins: inputs.pins && isNew('pins', inputs.pins.sha256) ? inputs.pins : undefined,
    actions: inputs.actions.filter(file => isNew('actions', file.sha256)),
  };
}

function knownNotes(inputs: Inputs, fresh: Inputs, dataset: string): string[] {
  return [
    ...inputs.actions.filter(file => !fresh.actions.includes(file)),
    ...(inputs.pins && !fresh.pins ? [inputs.pins] : []),
  ].map(file => `${file.path} is in ${dataset} already: nothing of it was changed.`);
}

/** Actions of one data set share one rule and one clock. */
function checkAgreement(
  previous: Manifest,
  mapping: ImportMapping,
  rule: PositiveRule,
  dataset: string,
): void {
  const conflict = (message: string) =>
    new StudioError('CONFLICT', message, {
      where: dataset,
      remedy: 'Import under another --dataset, or with the same settings.',
    });
  if (rule.text !== previous.positiveRule)
    throw conflict(
      `the data set was imported with the positive rule "${previous.positiveRule}", not "${rule.text}".`,
    );
  if ((mapping.time === 'order') === previous.has.time)
    throw conflict(
      previous.has.time
        ? 'the data set has times; row numbers cannot be added.'
        : 'the data set has row numbers (--time order); times cannot be added.',
    );
}

async function writeInputs(
  workspace: Workspace,
  options: ImportOptions,
  mapping: ImportMapping,
  rule: PositiveRule,
  inputs: Inputs,
  context: JobContext,
  note: (line: string) => void,
): Promise<Manifest> {
  const scratch = await unpackFolder(workspace);
  const db = await DuckDb.open({ memoryLimitMb: 512 });
  let writer: DatasetWriter | undefined;
  try {
    const reading = { db, scratch, context };
    const pins = inputs.pins && (await openPins(inputs.pins, mapping.pins ?? {}, reading));
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
  const state: ActionImport = {
    writer,
    rule,
    nextOrder: writer.previous ? writer.previous.lastAtMs + 1 : 0,
    places: mapping.pins?.interestsFrom?.includes('geoCell') ? new Map() : undefined,
    check: () => checkRejects(writer, maxRejects),
  };
  for (const [index, file] of actions.entries()) {
    const counts = await importActionRows(file, state, context.signal);
    if (counts.accepted === 0) throw nothingAccepted(file, writer);
    addSource(writer, 'actions', inputs.actions[index]!, counts);
    for (const line of file.source.notes()) note(line);
  }
  for (const [pin, [lat, lon]] of state.places ?? [])
    if (!writer.pins.isDescribed(pin))
      await writer.describePin(writer.pins.ids[pin]!, {
        lat,
        lon,
        interests: interestsOf({ lat, lon }, undefined, mapping.pins ?? {}),
      });
  checkRejects(writer, maxRejects);
}

function addSource(
  writer: DatasetWriter,
  role: Source['role'],
  file: InputFile & { sha256: string },
  counts: { rows: number; accepted: number },
): void {
  writer.addSource({ role, path: file.path, sha256: file.sha256, bytes: file.bytes, ...counts });
}

function rejectedRows(rejected: Readonly<Record<string, number>>): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}

function checkRejects(writer: DatasetWriter, limit: number | undefined): void {
  const rejected = rejectedRows(writer.rejected);
  if (limit === undefined || rejected <= limit) return;
  throw badInput(`more than ${limit} rows were rejected (${listReasons(writer)}).`, {
    where: '--max-rejects',
    remedy: 'Look at the mapping of columns and the time format, or raise the limit.',
  });
}

function nothingAccepted(file: OpenActions, writer: DatasetWriter): StudioError {
  const reasons = listReasons(writer);
  return badInput(reasons ? `no row can be used (${reasons}).` : 'the file has no rows.', {
    where: file.file.path,
    remedy: reasons
      ? 'Look at --columns, --delimiter and --time.'
      : 'Give a file that has rows below its header.',
  });
}

function listReasons(writer: DatasetWriter): string {
  return Object.entries(writer.rejected)
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${reason}: ${count}`)
    .join(', ');
}

function reportOf(
  manifest: Manifest,
  previous: Manifest | undefined,
  notes: readonly string[],
): ImportReport {
  const { counts } = manifest;
  return {
    dataset: manifest.name,
    users: counts.users,
    pins: counts.pins,
    cataloguePins: counts.cataloguePins,
    actions: counts.actions,
    positives: counts.positives,
    rejected: manifest.rejected,
    firstAt: new Date(manifest.firstAtMs).toISOString(),
    lastAt: new Date(manifest.lastAtMs).toISOString(),
    unchanged: manifest === previous,
    added: {
      users: counts.users - (previous?.counts.users ?? 0),
      actions: counts.actions - (previous?.counts.actions ?? 0),
      rejected: rejectedRows(manifest.rejected) - rejectedRows(previous?.rejected ?? {}),
    },
    contentHash: manifest.contentHash,
    notes,
  };
}
