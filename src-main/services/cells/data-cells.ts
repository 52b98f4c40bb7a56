import { basename } from 'node:path';
import type { CellConfig } from '../../contract/cells.js';
import type { DatasetOutput, ProfileOutput } from '../../contract/outputs.js';
import type { ImportPreview } from '../../contract/workspace.js';
import type { ImportReport } from '../../data/import-report.js';
import { readManifest } from '../../data/manifest.js';
import { openWorkspace } from '../../data/workspace.js';
import { worldConfig } from '../../data/world/config.js';
import { previewImport } from '../import-preview.js';
import type { ExecuteContext } from '../notebooks/execute.js';
import { parseMoment } from '../parse-moment.js';
import { type CellServices, queued } from './queued.js';

export async function importCell(
  services: CellServices,
  config: CellConfig<'import'>,
  context: ExecuteContext,
) {
  const { dataset, as, ...said } = config;
  // As the preview shows them, where nobody has said what files and columns are.
  const isMapped = said.columns !== undefined && (!said.pins || said.pins.columns !== undefined);
  const { files: named, ...given } = said;
  const preview =
    as !== undefined || isMapped
      ? undefined
      : await previewImport({ files: named, settings: given });
  const files =
    preview?.files.filter(({ role }) => role === 'actions').map(({ path }) => path) ?? named;
  const columns = given.columns ?? preview?.mapping;
  const pins = preview?.pins?.settings ?? given.pins;
  const mapping = { ...given, ...(columns && { columns }), ...(pins && { pins }) };
  const report = await queued<ImportReport>(
    services,
    {
      kind: 'import',
      title: `import ${files.length === 1 ? basename(files[0] ?? '') : `${files.length} files`} into ${dataset}`,
      params: { dataset, files, mapping, anew: true, ...(as === undefined ? {} : { as }) },
    },
    context,
  );
  const notes = [...report.notes, ...(preview ? guessNotes(preview) : [])];
  return {
    value: { ...report, notes },
    cached: false,
    provenance: await provenanceOf(services, dataset),
  };
}

export async function worldCell(
  services: CellServices,
  { dataset, size, seed, set }: CellConfig<'world'>,
  context: ExecuteContext,
) {
  await queued(
    services,
    {
      kind: 'world',
      title: `make the world ${dataset}`,
      params: { name: dataset, config: worldConfig({ ...set, seed }, size) },
    },
    context,
  );
  const made = await datasetCell(services, { dataset });
  return { ...made, provenance: { ...made.provenance, seed } };
}

export async function datasetCell(services: CellServices, { dataset }: CellConfig<'dataset'>) {
  const workspace = await openWorkspace(services.engine.workspaceFolder);
  const manifest = await readManifest(workspace, dataset);
  const { counts, contentHash, firstAtMs, lastAtMs, positiveRule, rejected } = manifest;
  const { users, pins, actions, positives } = counts;
  const value: DatasetOutput = {
    dataset,
    contentHash,
    users,
    pins,
    actions,
    positives,
    firstAtMs,
    lastAtMs,
    positiveRule,
    rejected,
  };
  return { value, cached: false, provenance: { dataset: { name: dataset, contentHash } } };
}

export async function profileCell(
  services: CellServices,
  { dataset, at }: CellConfig<'profile'>,
  context: ExecuteContext,
) {
  const value = await queued<ProfileOutput>(
    services,
    {
      kind: 'profile',
      title: `profile ${dataset}`,
      params: {
        dataset,
        nowMs: Date.now(),
        ...(at === undefined ? {} : { atMs: parseMoment(at, 'at') }),
      },
    },
    context,
  );
  const { contentHash, users } = value.profile;
  return { value, cached: false, provenance: { dataset: { name: dataset, contentHash }, users } };
}

/** Fields that are not called as people call them. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  at: 'time',
  lat: 'latitude',
  lon: 'longitude',
};

/** What nobody said and no name told: the first thing to look at when the numbers are odd. */
function guessNotes({ unnamed, mapping, files, pins }: ImportPreview): string[] {
  const proposed = files.find(({ role }) => role === 'pins');
  const others = files.filter(({ role }) => role === 'other').map(({ path }) => basename(path));
  const taken = unnamed.map(field => {
    const column = mapping[field];
    const name = FIELD_WORDS[field] ?? field;
    return typeof column === 'number' ? `${name} is column ${column}` : `${name} is "${column}"`;
  });
  return [
    ...(taken.length === 0
      ? []
      : [`Told by their values, not by their names: ${taken.join(', ')}.`]),
    ...(proposed && pins
      ? [
          `${basename(proposed.path)} was taken for descriptions of pins: it has ${pins.join.found} of the ${pins.join.pins} pins in the first rows.`,
        ]
      : []),
    ...(others.length > 0
      ? [
          `Left out, since they hold neither actions nor descriptions of pins: ${others.join(', ')}.`,
        ]
      : []),
  ];
}

async function provenanceOf({ engine }: CellServices, name: string) {
  const manifest = await readManifest(await openWorkspace(engine.workspaceFolder), name);
  return { dataset: { name, contentHash: manifest.contentHash } };
}
