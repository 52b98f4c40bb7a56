import { commandTitles, isCommand } from '../notebook/command-titles.js';
import { isEnabled } from '../notebook/commands.js';
import type { CommandId } from '../notebook/keys.js';
import type { AppState } from './app-state.svelte.js';

/**
 * The commands that would do something if they were chosen now: what the desktop's menu offers. Keys do
 * not ask this, since what has just been typed may be undone before the engine has heard of it.
 */
export function possibleCommands(app: AppState): readonly string[] {
  const commands = Object.keys(commandTitles).filter(isCommand);
  const now = commands.filter(command => isEnabled(command, app) && wouldDo(command, app));
  return app.studio.facts.writable ? [...now, 'data.import'] : now;
}

function wouldDo(command: CommandId, app: AppState): boolean {
  const notebook = app.bench?.notebook;
  switch (command) {
    case 'notebook.undo':
      return notebook?.head?.canUndo === true;
    case 'notebook.redo':
      return notebook?.head?.canRedo === true;
    case 'notebook.stop':
      return notebook?.list.some(({ state }) => /running|queued/.test(state.status)) === true;
    case 'notebook.runOutdated':
      return (
        notebook?.list.some(({ state }) => /stale|failed|cancelled/.test(state.status)) === true
      );
    case 'notebook.new':
    case 'notebook.duplicate':
    case 'notebook.rename':
      return app.studio.facts.writable;
    default:
      return true;
  }
}
