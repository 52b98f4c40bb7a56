const BETWEEN = /^(\S+) to (\S+) (.+)$/;
const FROM = /^(\S+) (.+) or more$/;
const LONGEST = 22;

/**
 * Short names of slices, and the unit that they share: "5 to 20 actions" is "5–20", in actions. Names that
 * are no ranges stay, cut where they are long.
 */
export function sliceWords(labels: readonly string[]): {
  readonly names: readonly string[];
  readonly unit: string;
} {
  const ranges = labels.map(label => BETWEEN.exec(label) ?? FROM.exec(label));
  const units = new Set(ranges.map(range => range?.at(-1)));
  const [unit] = units;
  if (units.size !== 1 || unit === undefined) {
    return { names: labels.map(cut), unit: '' };
  }
  const names = ranges.map(range =>
    range?.length === 4 ? `${range[1]}–${range[2]}` : `≥ ${range?.[1]}`,
  );
  return { names, unit };
}

function cut(label: string): string {
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1).trimEnd()}…` : label;
}
