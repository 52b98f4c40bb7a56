import type { UserTimeline } from '../../src-main/contract/moment.js';
import type { PlainError } from '../../src-main/rpc/protocol.js';
import { latest } from '../state/latest.svelte.js';
import type { Studio } from '../state/studio.js';
import type { Followed } from './followed.js';
import { firstPlayhead } from './playhead-steps.js';
import type { ShownLife } from './shown-life.js';
import { askTimeline } from './timelines.js';

export interface FollowedLife {
  /** While the next user's timeline is on the way, the last one stays; null before the first. */
  readonly shown: ShownLife | null;
  /** `shown` is of whom is followed now. */
  readonly current: boolean;
  readonly error: PlainError | null;
  retry(): void;
}

/** The life of whom a view follows; null follows nobody. Call it while a component starts. */
export function followLife(
  { client, selection }: Studio,
  place: () => Followed | null,
): FollowedLife {
  const whose = $derived.by(() => {
    const at = place();
    return at?.user ? JSON.stringify([at.dataset, at.user, at.run]) : null;
  });
  const life = latest(
    () => (whose === null ? null : (JSON.parse(whose) as [string, string, string])),
    async ([dataset, user, run], signal) => {
      const [timeline, { trainedUntil }] = await Promise.all([
        askTimeline(client, dataset, user),
        client.runs.show({ run }, { signal }),
      ]);
      return {
        whose: JSON.stringify([dataset, user, run]),
        timeline,
        trained: Date.parse(trainedUntil),
      };
    },
  );
  const current = $derived(life.value !== null && life.value.whose === whose);

  // The first view that knows the timeline says where the playhead may stand.
  $effect(() => {
    const at = place();
    if (!at || !life.value || !current) return;
    if (selection.run === null) selection.chooseRun(at.run, at.dataset);
    if (at.user === selection.user && selection.atMs === null)
      selection.moveTo(firstPlayhead(life.value.timeline, life.value.trained));
  });

  function lifeAt(timeline: UserTimeline, trainedUntilMs: number): ShownLife | null {
    const at = place();
    if (!at || at.user === null) return null;
    const { run, dataset, user, pinned } = at;
    const atMs = at.atMs ?? firstPlayhead(timeline, trainedUntilMs);
    return { run, dataset, user, atMs, trainedUntilMs, pinned, timeline };
  }
  const now = $derived(
    life.value && current ? lifeAt(life.value.timeline, life.value.trained) : null,
  );
  let kept: ShownLife | null = null;
  const shown = $derived.by(() => {
    if (now) kept = now;
    return now ?? kept;
  });

  return {
    get shown() {
      return shown;
    },
    get current() {
      return current;
    },
    get error() {
      return life.error;
    },
    retry: () => life.retry(),
  };
}
