import type { UserTimeline } from '../../src-main/contract/moment.js';
import type { AxisView } from '../charts/axis-view.svelte.js';
import type { TimeOrderAxis } from '../charts/time-order-axis.js';
import type { Selection } from '../state/selection.svelte.js';
import type { AxisCommand } from './axis-keys.js';
import { nextUser } from './next-user.js';
import { justAfter, stepPlayhead } from './playhead-steps.js';
import type { ShownLife } from './shown-life.js';
import type { UserRing } from './user-ring.js';

export interface CommandedAxis {
  readonly selection: Selection;
  readonly life: Pick<ShownLife, 'run' | 'dataset' | 'user' | 'atMs' | 'pinned'> & {
    readonly timeline: Pick<UserTimeline, 'atMs' | 'positive'>;
  };
  /** The users of the run in one order; asked for by the keys that go to another. */
  readonly users: () => Pick<UserRing, 'next'>;
  readonly view: AxisView;
  readonly axis: TimeOrderAxis;
  /** Up to when the embedding of a cadence that is in force now has seen; null before there is one. */
  readonly cutOff: (cadence: string) => Promise<number | null>;
}

/** Does what a key asks for on the axis that all views of a life share. */
export async function runAxisCommand(command: AxisCommand, on: CommandedAxis): Promise<void> {
  const { selection, life, view, axis } = on;
  const { timeline, atMs } = life;
  const move = (to: number | null | undefined) => {
    if (to == null || life.pinned) return;
    selection.moveTo(to);
    view.reveal(axis.position(to));
  };
  switch (command.kind) {
    case 'zoom': {
      const head = axis.position(atMs);
      const shown = head >= view.from && head <= view.until;
      return view.zoom(command.factor, shown ? head : (view.from + view.until) / 2);
    }
    case 'pan':
      return view.pan(command.share);
    case 'fit':
      return view.show(0, 1);
    case 'step':
      return move(stepPlayhead(timeline, atMs, command.by, command.to));
    case 'end':
      if (timeline.atMs.length === 0) return;
      return move(justAfter(timeline, command.to === 1 ? timeline.atMs.length - 1 : 0));
    case 'cutOff':
      return move(await on.cutOff(command.cadence));
    case 'compare':
      return selection.compare({
        run: life.run,
        dataset: life.dataset,
        user: life.user,
        atMs,
      });
    case 'user': {
      if (life.pinned) return;
      const next = await nextUser(selection, life, on.users(), command.to);
      if (next !== null) selection.chooseUser(next);
    }
  }
}
