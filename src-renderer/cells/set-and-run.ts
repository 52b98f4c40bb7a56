import type { Studio } from '../state/studio.js';

/** Writes settings into a cell's YAML, one undoable edit each, and runs it. */
export async function setAndRun(
  { client }: Studio,
  notebook: string,
  cell: string,
  settings: readonly (readonly [path: string, value: unknown])[],
): Promise<void> {
  for (const [path, value] of settings)
    await client.notebooks.edit({
      notebook,
      edit: { kind: 'setting', cell, path: path.split('.'), value },
    });
  await client.notebooks.run({ notebook, what: 'cell', cell });
}

/** The sentence of what went wrong. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
