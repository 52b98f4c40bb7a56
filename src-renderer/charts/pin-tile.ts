/**
 * A quiet picture for a pin without one: a line drawing that its title decides, always the same. Its
 * pattern is by the interest, so that pins of one interest look akin, its proportions by the title.
 */
export interface PinDrawing {
  /** Path data within a box of 64 × 48, to be stroked. */
  readonly paths: readonly string[];
  readonly pattern: (typeof patterns)[number];
}

export const TILE_WIDTH = 64;
export const TILE_HEIGHT = 48;

const patterns = ['slats', 'arches', 'shelf', 'rings', 'hills', 'leaf', 'waves', 'stack'] as const;

type Random = () => number;

export function pinDrawing(title: string, interest: string): PinDrawing {
  const pattern = patterns[hash(interest) % patterns.length] ?? 'slats';
  return { paths: draw[pattern](randomOf(hash(title))), pattern };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++)
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** Mulberry32: as many numbers in [0, 1) as a drawing needs. */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const r = (value: number) => Math.round(value * 10) / 10;
const times = (n: number, make: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => make(i));
const circle = (x: number, y: number, radius: number) =>
  `M${r(x - radius)} ${r(y)}a${r(radius)} ${r(radius)} 0 1 0 ${r(2 * radius)} 0a${r(radius)} ${r(radius)} 0 1 0 ${r(-2 * radius)} 0`;

const draw: Readonly<Record<(typeof patterns)[number], (random: Random) => string[]>> = {
  slats: random => {
    const n = 4 + Math.floor(random() * 4);
    const gap = 44 / (n - 1);
    return times(n, i => `M${r(10 + i * gap)} ${r(9 + random() * 9)}V39`);
  },
  arches: random => {
    const n = 2 + Math.floor(random() * 3);
    const step = 16 / n;
    const squash = 0.75 + random() * 0.35;
    return times(n, i => {
      const radius = 22 - i * step;
      return `M${r(32 - radius)} 39a${r(radius)} ${r(radius * squash + 4)} 0 0 1 ${r(2 * radius)} 0`;
    });
  },
  shelf: random => {
    const top = 10 + random() * 7;
    const middle = top + 9 + random() * 4;
    const post = 22 + random() * 20;
    return [
      `M10 39V${r(top)}H54V39`,
      `M10 ${r(middle)}H54`,
      `M${r(post)} ${r(random() < 0.5 ? top : middle)}V${r(random() < 0.5 ? 39 : middle)}`,
    ];
  },
  rings: random => {
    const n = 2 + Math.floor(random() * 2);
    return times(n, i => circle(20 + i * 12 + random() * 4, 18 + random() * 12, 7 + random() * 5));
  },
  hills: random => {
    const peak = 18 + random() * 12;
    const second = peak + 10 + random() * 6;
    return [
      `M6 39L${r(peak)} ${r(11 + random() * 6)}L${r(second)} 30L${r(second + 6)} ${r(20 + random() * 4)}L58 39`,
      circle(46 + random() * 6, 12 + random() * 2, 3.5),
    ];
  },
  leaf: random => {
    const bend = 8 + random() * 12;
    const veins = 2 + Math.floor(random() * 2);
    return [
      `M12 38C${r(12 + bend)} 8 ${r(40 + bend / 2)} 8 52 12C52 ${r(24 + bend / 2)} 34 40 12 38Z`,
      'M12 38L46 17',
      ...times(
        veins,
        i => `M${r(22 + i * 9)} ${r(32 - i * 5.5)}l${r(1 + random() * 2)} ${r(-7 - random() * 3)}`,
      ),
    ];
  },
  waves: random => {
    const n = 3 + Math.floor(random() * 2);
    const height = 3 + random() * 4;
    return times(n, i => {
      const y = 13 + (i * 24) / (n - 1);
      return `M8 ${r(y)}q8 ${r(-height)} 16 0t16 0t16 0`;
    });
  },
  stack: random => {
    const n = 2 + Math.floor(random() * 2);
    const height = 26 / n;
    return times(n, i => {
      const inset = 10 + random() * 8;
      return `M${r(inset)} ${r(39 - i * height)}h${r(64 - 2 * inset)}v${r(-height + 2.5)}h${r(-(64 - 2 * inset))}z`;
    });
  },
};
