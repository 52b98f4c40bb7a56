/** How a type of action looks: cap shape and colour say the same twice. */
export type Cap = 'dot' | 'diamond' | 'bar' | 'ring' | 'square' | 'cross' | 'triangle' | 'plus';

export interface ActionLook {
  readonly cap: Cap;
  /** Colour token. */
  readonly token: string;
}

/** Words of several data sets for what is alike; matched as a whole or as a part of the type's name. */
const known: readonly (readonly [RegExp, ActionLook])[] = [
  [/hide|dislike|report|unfollow|skip|negative/, { cap: 'cross', token: '--hide' }],
  [/close-?_? ?up|impression|view|watch|play|listen|detail/, { cap: 'bar', token: '--closeup' }],
  [
    /save|repin|pin$|purchase|buy|cart|collect|check-?_? ?in|visit/,
    { cap: 'dot', token: '--save' },
  ],
  [/click|open|tap/, { cap: 'diamond', token: '--click' }],
  [/react|like|love|rating|rate|vote|favou?rite/, { cap: 'ring', token: '--reaction' }],
  [/comment|reply|review|message|screenshot|tip/, { cap: 'square', token: '--comment' }],
];

/** For words that none of these hold: in turn, what is not taken yet. */
const spare: readonly ActionLook[] = [
  { cap: 'dot', token: '--save' },
  { cap: 'diamond', token: '--click' },
  { cap: 'ring', token: '--reaction' },
  { cap: 'square', token: '--comment' },
  { cap: 'bar', token: '--closeup' },
  { cap: 'triangle', token: '--ink-3' },
  { cap: 'plus', token: '--ink-3' },
];

/** One look a type, in their order. Types beyond the looks share the last. */
export function actionLooks(types: readonly string[]): ActionLook[] {
  const found = types.map(type => {
    const word = type.toLowerCase();
    return known.find(([pattern]) => pattern.test(word))?.[1];
  });
  const taken = new Set<string>();
  // A second type of the same family keeps the colour and takes another cap.
  const first = found.map(look => {
    if (!look) return undefined;
    const cap = taken.has(look.cap) ? undefined : look.cap;
    if (cap === undefined) return undefined;
    taken.add(cap);
    return look;
  });
  return first.map((look, i) => {
    if (look) return look;
    const free = spare.find(({ cap }) => !taken.has(cap)) ?? spare[spare.length - 1]!;
    taken.add(free.cap);
    return found[i] ? { cap: free.cap, token: found[i]!.token } : free;
  });
}

/** Path of a cap around (0, 0), `radius` to each side; rings and crosses are stroked. */
export function capPath(cap: Cap, radius: number): string {
  const r = radius;
  switch (cap) {
    case 'diamond':
      return `M0 ${-r * 1.25}L${r * 1.25} 0L0 ${r * 1.25}L${-r * 1.25} 0Z`;
    case 'bar':
      return `M${-r * 0.6} ${-r}h${r * 1.2}v${2 * r}h${-r * 1.2}z`;
    case 'square':
      return `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`;
    case 'cross':
      return `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`;
    case 'plus':
      return `M${-r} 0H${r}M0 ${-r}V${r}`;
    case 'triangle':
      return `M0 ${-r}L${r} ${r}H${-r}Z`;
    default:
      return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
}

export const isStroked = (cap: Cap): boolean => cap === 'ring' || cap === 'cross' || cap === 'plus';
