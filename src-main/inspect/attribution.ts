import { breathe } from '../base/breathe.js';
import { badInput } from '../base/errors.js';
import type { UserEncoder } from '../model/encoder.js';
import { type ActionGroup, type Grouping, groupActions } from './action-groups.js';
import { distanceOf, rowProduct } from './closeness.js';
import type { UserTimeline } from './user-timeline.js';

/** Most forward passes of one question, the one with the whole sequence included. */
export const MOST_PASSES = 64;
/** Sequences embedded between two looks at what else is asked. */
const SLICE = 8;

export interface AttributionRequest {
  readonly timeline: UserTimeline;
  /** The sequence in force, action indices of `timeline`. */
  readonly sequence: Int32Array;
  /** The pin that is asked about. */
  readonly pin: number;
  readonly grouping: Grouping;
  /** Between 2 and MOST_PASSES, which is the default. */
  readonly passes?: number | undefined;
  /** Index of a pin's first interest, −1 without one; only grouping by interest asks. */
  readonly interestOf: (pin: number) => number;
  /** [pins, D]. */
  readonly pinEmbeddings: Float32Array;
  readonly signal?: AbortSignal | undefined;
}

/** What the pin's place would be without a group of actions. */
export interface GroupEffect extends ActionGroup {
  /** Score of the pin without these actions; null when nothing of the sequence is left. */
  readonly scoreWithout: number | null;
  /** Distance without them, 0 to 2; null also where similarity is a bare dot product. */
  readonly distanceWithout: number | null;
  /** Score with them − without: above 0 when they pull the pin close. Null as above. */
  readonly effect: number | null;
}

export interface Attribution {
  readonly pin: number;
  readonly grouping: Grouping;
  readonly score: number;
  readonly distance: number | null;
  /** Largest effect first, whatever its sign. */
  readonly groups: readonly GroupEffect[];
  /** Forward passes made. */
  readonly passes: number;
}

/**
 * Why this pin: how much closer or farther it stands without each group of past actions, by a forward
 * pass of the sequence without them. Their places are not filled with older actions, so that an effect
 * is that of the removal alone. BAD_INPUT for an empty sequence or a number of passes out of range.
 */
export async function attributePin(
  encoder: UserEncoder,
  request: AttributionRequest,
): Promise<Attribution> {
  const { timeline, sequence, pin, grouping, interestOf, pinEmbeddings, signal } = request;
  const { similarity, dimension: D } = encoder.model.config;
  const most = request.passes ?? MOST_PASSES;
  if (!(Number.isInteger(most) && most >= 2 && most <= MOST_PASSES))
    throw badInput(`${most} forward passes cannot be asked for.`, {
      where: 'passes',
      remedy: `Give a whole number from 2 to ${MOST_PASSES}.`,
    });
  if (sequence.length === 0)
    throw badInput('the user has no action yet that the model reads.', {
      where: 'atMs',
      remedy: 'Ask about a later moment.',
    });
  const groups = groupActions(timeline, sequence, grouping, most - 1, {
    interestOf,
    similarityOf: other => rowProduct(pinEmbeddings, other, pinEmbeddings, pin, D),
  });
  const left = groups.map(({ actions }) => without(sequence, actions));
  const asked = [sequence, ...left.filter(part => part.length > 0)];
  const scores: number[] = [];
  for (let first = 0; first < asked.length; first += SLICE) {
    await breathe(signal);
    const part = asked.slice(first, first + SLICE);
    const embeddings = await encoder.encodeSequences(timeline, part, signal);
    part.forEach((_, row) => {
      scores.push(rowProduct(embeddings, row, pinEmbeddings, pin, D));
    });
  }
  const score = scores[0]!;
  let next = 1;
  const effects = groups.map((group, i): GroupEffect => {
    if (left[i]!.length === 0)
      return { ...group, scoreWithout: null, distanceWithout: null, effect: null };
    const scoreWithout = scores[next++]!;
    const distanceWithout = distanceOf(scoreWithout, similarity);
    return { ...group, scoreWithout, distanceWithout, effect: score - scoreWithout };
  });
  effects.sort((a, b) => Math.abs(b.effect ?? 0) - Math.abs(a.effect ?? 0));
  const distance = distanceOf(score, similarity);
  return { pin, grouping, score, distance, groups: effects, passes: asked.length };
}

function without(sequence: Int32Array, actions: Int32Array): Int32Array {
  const out = new Set(actions);
  return sequence.filter(action => !out.has(action));
}
