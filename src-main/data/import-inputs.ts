import { basename, dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { badInput, StudioError } from '../base/errors.js';
import { sha256OfFile } from '../base/files.js';
import type { JobContext } from '../base/progress.js';
import { checkMapping, type ImportMapping, mergeMappings, readMapping } from './import-mapping.js';
import { hasPinsFile, presetNamed, presetPinsFile } from './import-presets.js';
import { type InputFile, inspectInput } from './input-file.js';
import type { Manifest, Source } from './manifest.js';
import type { PositiveRule } from './positive-rule.js';

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
  /** With other settings than before, and with every file that the data set holds, it is made anew. */
  readonly anew?: boolean | undefined;
}

/** A file to import, with the hash by which it is known again. */
export type HashedInput = InputFile & { readonly sha256: string };

export interface Inputs {
  readonly actions: readonly HashedInput[];
  readonly pins: HashedInput | undefined;
}

/** Preset, mapping file and flags, or what the data set was made with when none of them is given. */
export async function resolveMapping(
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
        ? { ...mapping, pins: { ...mapping.pins, file: resolve(dirname(options.map), file) } }
        : mapping,
    );
  }
  if (options.mapping && Object.keys(options.mapping).length > 0)
    given.push(checkMapping(options.mapping, 'the command line'));
  if (given.length === 0 && previous?.origin.kind === 'import') {
    return withoutPlace(checkMapping(previous.origin.settings, 'the data set'));
  }
  const merged = mergeMappings(...given);
  if (options.mapping?.pins && merged.pins?.file === undefined)
    throw badInput('the columns of a pins file are given, but no pins file.', {
      remedy: 'Name it in `pins`.',
    });
  return merged;
}

/** One line where a preset knows a pins file that is not there; none otherwise. */
export function presetNotes(options: ImportOptions, mapping: ImportMapping): string[] {
  if (options.as === undefined || !hasPinsFile(options.as) || mapping.pins?.file !== undefined)
    return [];
  const beside = dirname(options.files[0] ?? '');
  return [`No pins file of ${options.as} lies in ${beside}: pins have no titles (\`pins\`).`];
}

/** Looks at all files and hashes them; throws for the first that cannot be used. */
export async function inspectInputs(
  mapping: ImportMapping,
  options: ImportOptions,
  context: JobContext,
): Promise<Inputs> {
  const inspect = async (path: string) => {
    const file = await inspectInput(path);
    context.onProgress?.({
      stage: `checking ${basename(path)}`,
      done: 0,
      total: file.bytes,
      unit: 'bytes',
    });
    return { ...file, sha256: await sha256OfFile(path) };
  };
  const actions: HashedInput[] = [];
  for (const path of options.files) actions.push(await inspect(path));
  const pins = mapping.pins?.file === undefined ? undefined : await inspect(mapping.pins.file);
  return { actions, pins };
}

/** The files that the data set does not have yet; the same file given twice counts once. */
export function newInputs(inputs: Inputs, previous: Manifest | undefined): Inputs {
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

/** Whether settings changed while every file that the data set is made of is here: nothing is lost then. */
export function isMadeAnew(
  previous: Manifest,
  mapping: ImportMapping,
  { actions, pins }: Inputs,
): boolean {
  if (previous.origin.kind !== 'import') return false;
  const given = new Set([...actions, ...(pins ? [pins] : [])].map(file => file.sha256));
  if (!previous.sources.every(source => given.has(source.sha256))) return false;
  const before = checkMapping(previous.origin.settings, 'the data set');
  return !isDeepStrictEqual(withoutPlace(before), withoutPlace(mapping));
}

/** Where a file of pins lies changes nothing of what is in it. */
function withoutPlace({ pins, ...settings }: ImportMapping): ImportMapping {
  if (pins === undefined) return settings;
  const { file: _, ...table } = pins;
  return { ...settings, pins: table };
}

/** One line for each file that is in the data set already. */
export function knownNotes(inputs: Inputs, fresh: Inputs, dataset: string): string[] {
  return [
    ...inputs.actions.filter(file => !fresh.actions.includes(file)),
    ...(inputs.pins && !fresh.pins ? [inputs.pins] : []),
  ].map(file => `${file.path} is in ${dataset} already: nothing of it was changed.`);
}

/** Actions of one data set share one rule and one clock. */
export function checkAgreement(
  previous: Manifest,
  mapping: ImportMapping,
  rule: PositiveRule,
  dataset: string,
): void {
  const conflict = (message: string) =>
    new StudioError('CONFLICT', message, {
      where: dataset,
      remedy: 'Import under another `dataset`, or with the same settings.',
    });
  if (rule.text !== previous.positiveRule)
    throw conflict(
      `the data set was imported with the positive rule "${previous.positiveRule}", not "${rule.text}".`,
    );
  if ((mapping.time === 'order') === previous.has.time)
    throw conflict(
      previous.has.time
        ? 'the data set has times; row numbers cannot be added.'
        : 'the data set has row numbers (`time` order); times cannot be added.',
    );
}
