import type { PlainError } from '../../src-main/rpc/protocol.js';
import type { Studio } from '../state/studio.js';

type Given = readonly (readonly [path: string, value: unknown])[];

/** Writes settings into a cell's YAML, undone together; null takes one out. */
export async function setSettings(
  { client }: Studio,
  notebook: string,
  cell: string,
  settings: Given,
): Promise<void> {
  if (settings.length === 0) return;
  const written = settings.map(([path, value]) => ({ path: path.split('.'), value }));
  await client.notebooks.edit({
    notebook,
    edit: { kind: 'settings', cells: [cell], settings: written },
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

/** What went wrong, with its place and remedy where the engine names them. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { where, remedy } = error as Partial<PlainError>;
  return [where === undefined ? '' : `${where}:`, error.message, remedy ?? '']
    .filter(part => part !== '')
    .join(' ');
}
