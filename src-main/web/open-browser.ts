import { spawn } from 'node:child_process';

/** The program of each system that opens an address as a click on it would. */
const openers: Readonly<Record<string, readonly [command: string, ...before: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
  linux: ['xdg-open'],
};

/** Opens the address in the user's browser; resolves with a phrase that says why when it cannot. */
export async function openBrowser(
  address: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): Promise<string | undefined> {
  const [command, ...before] = openers[platform] ?? ['xdg-open'];
  if (environment.PINNERFORMER_NO_BROWSER) return 'PINNERFORMER_NO_BROWSER is set';
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY)
    return 'there is no display';
  return new Promise(resolve => {
    // Its own process group: a browser started by it must outlive a Ctrl-C here.
    const opener = spawn(command, [...before, address], {
      stdio: 'ignore',
      detached: true,
      env: environment,
    });
    opener.once('error', error => resolve(`${command} does not work here: ${error.message}`));
    opener.once('spawn', () => {
      opener.unref();
      resolve(undefined);
    });
  });
}
