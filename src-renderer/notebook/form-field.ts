/** One setting of a kind of cell, as its form and completion show it. */

export type FieldInput = 'number' | 'text' | 'boolean' | 'choice' | 'list' | 'yaml';

/** What a setting names beside values of its own. */
export type Referred = 'dataset' | 'run';

/** Kinds of cell that make what a setting names. */
export const MAKERS: Readonly<Record<Referred, readonly string[]>> = {
  dataset: ['import', 'world', 'dataset'],
  run: ['train'],
};

export interface FormField {
  readonly path: readonly string[];
  readonly label: string;
  readonly description?: string | undefined;
  readonly input: FieldInput;
  /** Of choices, and of lists whose items are choices. */
  readonly options?: readonly string[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly whole: boolean;
  /** s, d, pins …: from the end of the name. */
  readonly unit?: string | undefined;
  /** The default, as it would be written. */
  readonly placeholder?: string | undefined;
  readonly required: boolean;
  /** What the value, or each item of a list, names. */
  readonly refersTo?: Referred | undefined;
  /** Of lists that have one length. */
  readonly count?: number | undefined;
  /** What it is, or the items of a list or values of a mapping are, where they are of one type. */
  readonly holds?: 'number' | 'text' | undefined;
  /** Of text of YAML: it must be a mapping of names to values. */
  readonly isMapping?: boolean | undefined;
}
