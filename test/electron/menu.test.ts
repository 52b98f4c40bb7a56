import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { menuTemplate } from '../../src-main/electron/menu.js';
import { commandTitles } from '../../src-renderer/notebook/command-titles.js';

function actions() {
  return {
    run: vi.fn(),
    openWorkspace: vi.fn(),
    openRecent: vi.fn(),
    clearRecent: vi.fn(),
    importFiles: vi.fn(),
  };
}

const all: ReadonlySet<string> = new Set([...Object.keys(commandTitles), 'data.import']);

/** Every item of the menu, however deep. */
function itemsOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap(item => [
    item,
    ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : []),
  ]);
}

/** Presses the item with this label. The items of this menu do not read what Electron passes. */
function press(items: readonly MenuItemConstructorOptions[], label: string): void {
  const click = itemsOf(items).find(item => item.label === label)?.click as
    | (() => void)
    | undefined;
  if (!click) throw new Error(`There is no ${label}.`);
  click();
}

test('an item runs its command, by the id that keys and palette use', () => {
  const acting = actions();
  const template = menuTemplate(acting, [], 'linux', all);
  for (const label of ['New Notebook', 'Save', 'Run All', 'Command Palette…', 'Light or Dark'])
    press(template, label);
  expect(acting.run.mock.calls.flat()).toEqual([
    'notebook.new',
    'notebook.save',
    'notebook.runAll',
    'app.palette',
    'app.theme',
  ]);
});

test('every command of the menu is one of the page, and is offered while the page can do it', () => {
  const acting = actions();
  const pressable = (offered: ReadonlySet<string>) =>
    itemsOf(menuTemplate(acting, [], 'linux', offered)).filter(
      ({ click, enabled }) => click && enabled !== false,
    );
  for (const { click } of pressable(all)) (click as unknown as () => void)();
  const ids = acting.run.mock.calls.flat();
  expect(ids).toHaveLength(17);
  for (const id of ids) expect(commandTitles).toHaveProperty([id]);
  expect(pressable(new Set()).map(({ label }) => label)).toEqual(['Open Workspace…']);
  expect(pressable(new Set(['notebook.stop'])).map(({ label }) => label)).toEqual([
    'Open Workspace…',
    'Stop',
  ]);
});

test('a key that depends on the cursor is shown and left to the page', () => {
  const template = menuTemplate(actions(), [], 'linux', all);
  const save = itemsOf(template).find(({ label }) => label === 'Save');
  expect(save).toMatchObject({ accelerator: 'CmdOrCtrl+S', registerAccelerator: false });
});

test('recent workspaces are listed as they are spelled, and can be opened and forgotten', () => {
  const acting = actions();
  const template = menuTemplate(acting, ['/home/ada/R&D', '/srv/pins'], 'linux', all);
  press(template, '/home/ada/R&&D');
  press(template, 'Clear');
  expect(acting.openRecent.mock.calls).toEqual([['/home/ada/R&D']]);
  expect(acting.clearRecent).toHaveBeenCalledOnce();
});

test('a Mac has its own first menu, and no other system has', () => {
  expect(menuTemplate(actions(), [], 'darwin', all)[0]).toEqual({ role: 'appMenu' });
  expect(menuTemplate(actions(), [], 'win32', all)[0]?.label).toBe('&File');
});
