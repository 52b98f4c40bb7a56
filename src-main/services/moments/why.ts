import type { ActionGroup, MomentRequest, PassesMade, WhyPin } from '../../contract/moment.js';
import type { Grouping } from '../../inspect/action-groups.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';
import { onePinCard } from './pin-cards.js';

const GROUPINGS: readonly Grouping[] = ['session', 'interest', 'surface', 'similarity'];

/**
 * Which past actions bring a pin near, in every grouping; the passes are shared between these. A grouping that puts
 * all actions in one group tells nothing, since no embedding is left without them.
 */
export async function whyPin(
  serving: Serving,
  request: MomentRequest & { readonly pin: number; readonly passes: number },
  asking: Asking<PassesMade>,
): Promise<WhyPin> {
  const { run, user, atMs, pin, passes } = request;
  const { signal, channel, told } = asking;
  const place = { run, user, atMs: before(atMs), pin };
  const share = Math.max(2, Math.floor(passes / GROUPINGS.length));
  const answers = [];
  let forwardPasses = 0;
  for (const grouping of GROUPINGS) {
    told({ made: forwardPasses, most: share * GROUPINGS.length });
    const answer = await serving.whyPin(
      { ...place, grouping, passes: share },
      { signal, channel: `${channel} ${grouping}` },
    );
    answers.push(answer);
    forwardPasses += answer.passes;
  }
  const { dataset } = await serving.userTimeline({ run, user }, { signal });
  const groups = answers.flatMap(({ groups, names }, index) => {
    const by = GROUPINGS[index]!;
    return groups.flatMap(({ key, actions, effect }, place): ActionGroup[] => {
      if (effect === null) return [];
      return [
        {
          label: labelOf(by, { key, of: groups.length }, names[place] ?? null, actions.length),
          by,
          actions,
          effect,
        },
      ];
    });
  });
  return {
    pin: await onePinCard(serving, dataset, pin),
    cosine: answers[0]?.score ?? 0,
    groups: groups.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
    forwardPasses,
  };
}

function labelOf(
  by: Grouping,
  { key, of }: { readonly key: number; readonly of: number },
  name: string | null,
  actions: number,
): string {
  const many = `${actions} ${actions === 1 ? 'action' : 'actions'}`;
  if (by === 'session') return `session ${key + 1}, ${many}`;
  if (by === 'similarity') {
    if (key === 0) return `${many} most like the pin`;
    return key === of - 1
      ? `${many} least like the pin`
      : `${many}, ${key + 1} of ${of} in likeness`;
  }
  return name === null ? `${many} of other ${by}s` : `${many} in ${name}`;
}
