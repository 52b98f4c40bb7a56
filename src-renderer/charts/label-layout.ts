/** A rectangle in pixels; x and y are its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text that belongs to a point; the first of equal rank comes first. */
export interface LabelWish {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type PlacedLabel = LabelWish & { readonly box: Box };

/** Where a label may stand around its point: above, right, left, below, then the corners. */
const SIDES: readonly (readonly [number, number])[] = [
  [0, -1],
  [1, 0],
  [-1, 0],
  [0, 1],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
];

/**
 * Places labels in the order of their importance, each on the first side of its point where it hits
 * nothing placed before, no obstacle and no border; one that fits nowhere is left out. `centred` also
 * tries the point itself, as names of clusters want.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  within: Box,
  {
    obstacles = [],
    distance = 4,
    centred = false,
  }: { obstacles?: readonly Box[]; distance?: number; centred?: boolean } = {},
): PlacedLabel[] {
  const taken: Box[] = [...obstacles];
  const placed: PlacedLabel[] = [];
  const sides = centred ? [[0, 0] as const, ...SIDES] : SIDES;
  for (const wish of wishes) {
    const box = sides
      .map(side => boxAt(wish, side, distance))
      .find(
        candidate => inside(candidate, within) && !taken.some(other => meets(candidate, other)),
      );
    if (box === undefined) continue;
    taken.push(box);
    placed.push({ ...wish, box });
  }
  return placed;
}

function boxAt(wish: LabelWish, [right, down]: readonly [number, number], distance: number): Box {
  const { width, height } = wish;
  return {
    x: wish.x - width / 2 + right * (width / 2 + distance),
    y: wish.y - height / 2 + down * (height / 2 + distance),
    width,
    height,
  };
}

export function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function inside(a: Box, within: Box): boolean {
  return (
    a.x >= within.x &&
    a.y >= within.y &&
    a.x + a.width <= within.x + within.width &&
    a.y + a.height <= within.y + within.height
  );
}

/**
 * Moves labels of one column apart until neighbours are `gap` pixels from middle to middle, in their
 * order, near where they want to be and within [low, high] as far as they fit.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const blocks: { members: number[]; start: number }[] = [];
  for (const index of order) {
    blocks.push({ members: [index], start: wanted[index]! });
    // Blocks that touch become one, around the mean of what its members want.
    for (;;) {
      const last = blocks.at(-1)!;
      last.start = clamp(last.start, low, high - (last.members.length - 1) * gap);
      const before = blocks.at(-2);
      if (before === undefined || before.start + before.members.length * gap <= last.start) break;
      blocks.pop();
      before.members.push(...last.members);
      before.start = meanStart(before.members, wanted, gap);
    }
  }
  const out = new Array<number>(wanted.length);
  for (const { members, start } of blocks)
    members.forEach((index, place) => {
      out[index] = start + place * gap;
    });
  return out;
}

function meanStart(members: readonly number[], wanted: readonly number[], gap: number): number {
  const sum = members.reduce((total, index, place) => total + wanted[index]! - place * gap, 0);
  return sum / members.length;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** Width of a text in the charts' 11 px face, a little more than it needs; no page is asked. */
export function textWidth(text: string, size = 11): number {
  let em = 0;
  for (const letter of text)
    em += /[iljft.,:;|!'()\s]/.test(letter) ? 0.36 : /[mwMW@%]/.test(letter) ? 0.92 : 0.62;
  return em * size;
}
