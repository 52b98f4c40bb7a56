import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BrowserWindow, nativeTheme, session } from 'electron';

const built = join(dirname(fileURLToPath(import.meta.url)), '..');
const pagePath = join(built, 'renderer', 'index.html');
const pageUrl = pathToFileURL(pagePath).href;

/** True for the page that this build brings, whatever its query or fragment. */
export function isOurPage(url: string | undefined): boolean {
  return url !== undefined && url.replace(/[?#].*$/, '') === pageUrl;
}

/** Opens the window, without any right that its page does not need; it shows when it is painted. */
export async function openWindow(): Promise<BrowserWindow> {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  session.defaultSession.setPermissionCheckHandler(() => false);
  const window = new BrowserWindow({
    width: 1080,
    height: 860,
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: 'PinnerFormer Studio',
    // The paper of the page, so that no white flashes before it is painted.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#fdfdfe',
    webPreferences: {
      preload: join(built, 'preload', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  await window.loadFile(pagePath);
  return window;
}
