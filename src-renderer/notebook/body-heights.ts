/** What a body draws: chart, table, or the life of a chosen user. Each has a height of its own. */
export type BodyLook = 'chart' | 'table' | 'life';

/** A body whose height is remembered. */
export interface BodyOf {
  /** Its cell's name; null for a cell without one, which is known by its kind alone. */
  readonly name: string | null;
  readonly kind: string;
  readonly look: BodyLook;
}

/** Width of the sheet and height of a body on it, pixels. */
type Size = readonly [width: number, height: number];

/** Sizes by kind, look and name, as they are kept between two visits. */
export type KeptHeights = Readonly<Record<string, Size>>;

/** Kinds that draw the life of the chosen user; all but the map ask for one where none is chosen. */
const LIVES: ReadonlySet<string> = new Set(['timeline', 'attention', 'retrieve', 'target', 'map']);
/** Pixels of a sheet from which figures stand side by side. */
const WIDE = 1000;
type Likely = readonly [narrow: number, wide: number];
const CHOICE_OF_USER: Likely = [275, 275];
/** With the settings of the sample notebook and of each kind's example, measured in Chromium. */
const LIKELY: Readonly<Record<string, Likely>> = {
  'attention chart': CHOICE_OF_USER,
  'attention life': [464, 432],
  'compare chart': [464, 445],
  'dataset chart': [92, 92],
  'diversity chart': [742, 714],
  'import chart': [124, 124],
  'index chart': [124, 124],
  'map chart': [408, 500],
  'map life': [432, 524],
  'profile chart': [425, 425],
  'retrieve chart': CHOICE_OF_USER,
  'retrieve life': [661, 638],
  'simulate chart': [1046, 730],
  'sql chart': [393, 393],
  'target chart': CHOICE_OF_USER,
  'target life': [762, 534],
  'timeline chart': CHOICE_OF_USER,
  'timeline life': [430, 413],
  'train chart': [386, 386],
  'users chart': [834, 834],
  'world chart': [92, 92],
};
const UNKNOWN: Likely = [360, 360];

/** What a body will draw. */
export function lookOf(kind: string, asTable: boolean, user: boolean): BodyLook {
  if (asTable) return 'table';
  return user && LIVES.has(kind) ? 'life' : 'chart';
}

/**
 * Heights of the bodies of a notebook, as they were last measured: what is reserved for a body that is not
 * drawn yet. One never measured is taken to be as high as the last of its kind, else as such are in general.
 */
export class BodyHeights {
  readonly #sizes: Map<string, Size>;
  readonly #ofKind = new Map<string, Size>();

  constructor(kept: KeptHeights = {}) {
    this.#sizes = new Map(Object.entries(kept));
    for (const [key, size] of this.#sizes) this.#ofKind.set(key.slice(0, key.indexOf('#')), size);
  }

  /** Pixels to reserve on a sheet of a width; what was measured on a sheet of another does not count. */
  reserved(body: BodyOf, width: number): number {
    const size = this.#sizes.get(keyOf(body)) ?? this.#ofKind.get(kindOf(body));
    if (size?.[0] === width) return size[1];
    const [narrow, wide] = LIKELY[kindOf(body)] ?? UNKNOWN;
    return width < WIDE ? narrow : wide;
  }

  measured(body: BodyOf, width: number, height: number): void {
    const size = [width, Math.round(height * 100) / 100] as const;
    this.#ofKind.set(kindOf(body), size);
    if (body.name !== null) this.#sizes.set(keyOf(body), size);
  }

  /** What is worth keeping: sizes of cells that are still there. */
  kept(names: ReadonlySet<string>): KeptHeights {
    return Object.fromEntries(
      [...this.#sizes].filter(([key]) => names.has(key.slice(key.indexOf('#') + 1))),
    );
  }
}

export function isKeptHeights(value: unknown): value is KeptHeights {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    size =>
      Array.isArray(size) &&
      size.length === 2 &&
      size.every(each => typeof each === 'number' && each >= 0),
  );
}

function kindOf({ kind, look }: BodyOf): string {
  return `${kind} ${look}`;
}

function keyOf(body: BodyOf): string {
  return `${kindOf(body)}#${body.name ?? ''}`;
}
