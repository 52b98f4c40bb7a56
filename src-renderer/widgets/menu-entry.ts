/** A line of a menu; 'line' parts groups. */
export type MenuEntry =
  | 'line'
  | {
      readonly text: string;
      /** The keys that do the same, as a person reads them. */
      readonly keys?: string | null | undefined;
      readonly disabled?: boolean | undefined;
      readonly run: () => void;
    };
