/** What may be typed next in a cell's source: keys of its form, values of a key, names of cells. Pure. */
import { type FormField, MAKERS } from './form-field.js';
import { NO_NAMES, type WorkspaceNames } from './workspace-names.js';

export interface CompletionWords {
  readonly fields: readonly FormField[];
  /** Names of the other cells, without '$'. */
  readonly cells: readonly { readonly name: string; readonly kind: string }[];
  /** Names of what the workspace has. */
  readonly names: WorkspaceNames;
}

export const NO_WORDS: CompletionWords = { fields: [], cells: [], names: NO_NAMES };

export interface CompletionOption {
  readonly text: string;
  readonly insert: string;
  readonly detail?: string | undefined;
  readonly info?: string | undefined;
}

/** Options for the text before the cursor on its line; null when nothing fits. `typed` is what they replace. */
export function completeYaml(
  before: string,
  { fields, cells, names }: CompletionWords,
  language: 'yaml' | 'sql' | 'markdown',
): { readonly typed: string; readonly options: readonly CompletionOption[] } | null {
  const reference = /\$[\w-]*$/.exec(before)?.[0];
  if (reference !== undefined) {
    return { typed: reference, options: cells.map(cell => asReference(cell)) };
  }
  if (language !== 'yaml') return null;

  const key = /^\s*(?:- )?([\w-]*)$/.exec(before)?.[1];
  if (key !== undefined) {
    const options = fields
      .filter(field => field.path.length === 1)
      .map(field => ({
        text: field.label,
        insert: `${field.label}: `,
        detail: field.placeholder,
        info: field.description,
      }));
    return options.length === 0 ? null : { typed: key, options };
  }

  const value = /^\s*(?:- )?([\w-]+):\s+\[?(?:.*,\s*)?([\w-]*)$/.exec(before);
  const field = fields.find(({ path }) => path.at(-1) === value?.[1]);
  if (!value || !field) return null;
  const options = [
    ...(field.options ?? []).map(text => ({ text, insert: text })),
    ...(field.input === 'boolean' ? ['true', 'false'].map(text => ({ text, insert: text })) : []),
    ...referred(field, cells, names),
  ];
  return options.length === 0 ? null : { typed: value[2] ?? '', options };
}

/** Cells that make what a setting names, then what the workspace has of it. */
function referred(
  { refersTo }: FormField,
  cells: CompletionWords['cells'],
  names: WorkspaceNames,
): CompletionOption[] {
  if (refersTo === undefined) return [];
  const makers = cells.filter(({ kind }) => MAKERS[refersTo].includes(kind));
  return [...makers.map(asReference), ...names[refersTo].map(text => ({ text, insert: text }))];
}

function asReference({ name, kind }: { readonly name: string; readonly kind: string }) {
  return { text: `$${name}`, insert: `$${name}`, detail: kind };
}
