import type { Studio } from '../state/studio.js';

type Given = readonly (readonly [path: string, value: unknown])[];

/** Writes settings into a cell's YAML, one undoable edit each; null takes one out. */
export async function setSettings(
  { client }: Studio,
  notebook: string,
  cell: string,
  settings: Given,
): Promise<void> {
  for (const [path, value] of settings)
    await client.notebooks.edit({
      notebook,
      edit: { kind: 'setting', cell, path: path.split('.'), value },
    });
}

/** Writes settings and runs the cell. */
export async function setAndRun(
  studio: Studio,
  notebook: string,
  cell: string,
  settings: Given,
): Promise<void> {
  await setSettings(studio, notebook, cell, settings);
  await studio.client.notebooks.run({ notebook, what: 'cell', cell });
}

/** The sentence of what went wrong. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
