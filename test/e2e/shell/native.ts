import { readFileSync } from 'node:fs';
import type { ElectronApplication } from 'playwright-core';
import { expect } from 'vitest';

/** Chooses an item of the app's menu, once it is offered. */
export async function choose(app: ElectronApplication, label: string): Promise<void> {
  await expect
    .poll(
      () =>
        app.evaluate(({ Menu }, wanted) => {
          const items = Menu.getApplicationMenu()?.items.flatMap(
            ({ submenu }) => submenu?.items ?? [],
          );
          const item = items?.find(each => each.label === wanted);
          if (!item?.enabled) return false;
          item.click();
          return true;
        }, label),
      { timeout: 10_000 },
    )
    .toBe(true);
}

/** From now on dialogs for files and folders are answered with these paths; none cancels. */
export async function answerDialogs(app: ElectronApplication, paths: readonly string[]) {
  await app.evaluate(({ dialog }, filePaths) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    dialog.showOpenDialog = async (...given: unknown[]) => {
      asked.push(given.at(-1));
      return { canceled: filePaths.length === 0, filePaths: [...filePaths] };
    };
  }, paths);
}

/** What dialogs for files and folders were asked for since `answerDialogs`. */
export function askedOfDialogs(app: ElectronApplication) {
  return app.evaluate(() => Reflect.get(globalThis, 'asked') as Electron.OpenDialogOptions[]);
}

/** Keeps the notifications that are shown from now on, and shows them. */
export async function keepNotifications(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Notification }) => {
    const kept: Electron.Notification[] = [];
    Object.assign(globalThis, { kept });
    const { once } = Notification.prototype;
    // Each has a `show` of its own, so it is met where its maker listens to it.
    Notification.prototype.once = function (this: Electron.Notification, ...given: unknown[]) {
      const { show } = this;
      this.show = () => {
        kept.push(this);
        show.call(this);
      };
      return Reflect.apply(once, this, given);
    };
  });
}

/** Title and text of the notifications since `keepNotifications`. */
export function shownNotifications(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => {
    const kept = Reflect.get(globalThis, 'kept') as Electron.Notification[];
    return kept.map(({ title, body }) => `${title}: ${body}`);
  });
}

/** Clicks the newest notification, as the desktop tells of it. */
export function clickNotification(app: ElectronApplication): Promise<unknown> {
  return app.evaluate(() => {
    const kept = Reflect.get(globalThis, 'kept') as Electron.Notification[];
    kept.at(-1)?.emit('click');
  });
}

/** Process ids of the engines, one a workspace. */
export function enginesOf(app: ElectronApplication): Promise<number[]> {
  return app.evaluate(({ app: main }) =>
    main
      .getAppMetrics()
      .filter(({ name }) => name === 'PinnerFormer engine')
      .map(({ pid }) => pid),
  );
}

/** Process ids of the compute processes of an engine, as Linux lists them. */
export function computeProcessesOf(engine: number): number[] {
  const children = readFileSync(`/proc/${engine}/task/${engine}/children`, 'utf8');
  return children
    .trim()
    .split(' ')
    .filter(pid => pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('job-host'))
    .map(Number);
}
