/** How a cadence is drawn everywhere: its colour, and how much of its mark is filled. */
export interface CadenceLook {
  /** A colour of tokens.css. */
  readonly colour: string;
  /** 0 hollow to 1 solid, from the top by the clock: the fuller, the fresher. */
  readonly fill: number;
}

const NAMED: Readonly<Record<string, CadenceLook>> = {
  once: { colour: 'var(--once)', fill: 0 },
  daily: { colour: 'var(--daily)', fill: 0.5 },
  realtime: { colour: 'var(--realtime)', fill: 1 },
};

const HOURS: Readonly<Record<string, number>> = { s: 1 / 3600, m: 1 / 60, h: 1, d: 24, w: 168 };

/**
 * The three named cadences have fixed colours; intervals are ink, fuller the more often they refresh.
 * What is no cadence is a solid ink dot.
 */
export function cadenceLook(cadence: string): CadenceLook {
  const named = NAMED[cadence];
  if (named !== undefined) return named;
  const hours = intervalHours(cadence);
  if (hours === Number.POSITIVE_INFINITY) return { colour: 'var(--ink-2)', fill: 1 };
  const fill = hours > 24 ? 0.25 : hours === 24 ? 0.5 : 0.75;
  return { colour: 'var(--ink-2)', fill };
}

/** True for once, daily, realtime and intervals such as 6h+1d. */
export function isCadence(name: string): boolean {
  return NAMED[name] !== undefined || /^\d+(\.\d+)?[smhdw](\+|$)/.test(name);
}

/** Hours between refreshes: 6 for 6h and 6h+1d; infinite for once, 0 for realtime. */
export function intervalHours(cadence: string): number {
  if (cadence === 'realtime') return 0;
  if (cadence === 'daily') return 24;
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhdw])/.exec(cadence) ?? [];
  if (number === undefined || unit === undefined) return Number.POSITIVE_INFINITY;
  return Number(number) * HOURS[unit]!;
}

/** Says a cadence in words: 6h is "every 6 h", 6h+1d "every 6 h, 1 d late". */
export function cadenceWords(cadence: string): string {
  if (NAMED[cadence] !== undefined) return cadence;
  const [every = '', late] = cadence.split('+');
  const spaced = (span: string) => span.replace(/([smhdw])$/, ' $1');
  return `every ${spaced(every)}${late === undefined ? '' : `, ${spaced(late)} late`}`;
}
