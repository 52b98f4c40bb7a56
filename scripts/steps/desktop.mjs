import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './processes.mjs';

/**
 * @typedef {{ readonly runtime: string } | { readonly reason: string, readonly remedy: string }} Desktop
 * The executable that opens the app in a window of its own, or why there can be none and how to get it.
 */

/**
 * Looks at files only: asking the package `electron` where its executable is would download it.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} platform
 * @param {number | undefined} userId 0 for root; undefined where users have no number
 * @returns {Desktop}
 */
export function findDesktop(
  environment = process.env,
  platform = process.platform,
  userId = process.getuid?.(),
  packageFolder = fromRoot('node_modules/electron'),
) {
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY)
    return {
      reason: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)',
      remedy: 'start it from a graphical session',
    };
  if (platform === 'linux' && userId === 0)
    return {
      reason: 'Chromium gives root no sandbox',
      remedy: 'start it as an ordinary user',
    };
  const executable = executableName(packageFolder, platform);
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const runtime = join(folder, executable);
  if (!existsSync(runtime))
    return {
      reason: `Electron's runtime is not in ${folder}`,
      remedy:
        'get it with `npx install-electron`, about 120 MB, or name a folder that has it in ELECTRON_OVERRIDE_DIST_PATH',
    };
  return { runtime };
}

/**
 * @param {string} packageFolder
 * @param {string} platform
 */
function executableName(packageFolder, platform) {
  const named = join(packageFolder, 'path.txt');
  if (existsSync(named)) return readFileSync(named, 'utf8').trim();
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
