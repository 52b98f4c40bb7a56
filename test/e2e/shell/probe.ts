/**
 * The desktop shell's own main, with an observer: it waits for the page to show its facts, tries to
 * leave the page, kills the engine, and prints what it saw as one line of JSON. Built for the test only.
 */
import { app, BrowserWindow, Menu, type MenuItem, screen, type WebContents } from 'electron';
import './this-runtime.js';
import '../../../src-main/electron/main.js';

export interface Seen {
  readonly text: string;
  readonly origin: string;
  /** Whether the page was still shown after it had tried to go elsewhere. */
  readonly stayed: boolean;
  readonly windows: number;
  /** Types of `process` and `require` in the page, and what the bridge offers. */
  readonly globals: readonly string[];
  readonly bridge: readonly string[];
  /** What became of code made from text, which the policy forbids, and of the nonce it allows. */
  readonly policy: { readonly evaluated: string; readonly nonceLength: number };
  readonly copied: string;
  /** What became of a script of text in the page, and of asking for rights. */
  readonly injected: string;
  readonly rights: readonly string[];
  /** How much of the window is on a screen, of 1. */
  readonly inSight: number;
  /** Labels of what the menu does not offer over a notebook that was neither changed nor run. */
  readonly notOffered: readonly string[];
  /** Titles of the windows after the workspace of Open Recent was chosen twice. */
  readonly titles: readonly string[];
  readonly menu: readonly string[];
  /** Answers to `app.facts` over a port of the page's own, before and after the engine was killed. */
  readonly answers: readonly { readonly value?: { readonly workspaceFolder: string } }[];
  /** Process ids of the engine, before and after. */
  readonly engines: readonly (number | undefined)[];
  /** How often the page was told of a lost engine. */
  readonly lost: number;
  /** What the menu sent to the page. */
  readonly commands: readonly { readonly id: string }[];
  /** What the page's console warned of, refusals by the content security policy among it. */
  readonly problems: readonly string[];
}

app.once('browser-window-created', (_event, window) => {
  const contents = window.webContents;
  const problems: string[] = [];
  contents.on('console-message', (_console, level, message) => {
    if (level >= 2) problems.push(message);
  });
  contents.once('did-finish-load', async () => {
    const inPage = (script: string) => contents.executeJavaScript(script);
    const text = await textOf(contents);
    const before = contents.getURL();
    await inPage(`location.href = 'https://example.org/'; 0`);
    const opened = await inPage(`String(window.open('https://example.org/'))`);
    await inPage(listenToBridge);
    const first = { answer: await inPage(askForFacts), engine: enginePid() };
    if (first.engine !== undefined) process.kill(first.engine, 'SIGKILL');
    await until(() => enginePid() !== first.engine);
    const second = { answer: await inPage(askForFacts), engine: enginePid() };
    const menu = Menu.getApplicationMenu();
    await until(() => isOffered('New Notebook'));
    const notOffered = itemsNow().filter(({ enabled }) => !enabled);
    press('New Notebook');
    await until(() => isOffered('Run All'));
    press('Run All');
    const problemsBefore = [...problems];
    const inSight = shareInSight(window.getBounds());
    const injected = await inPage(inject);
    const rights = await inPage(askForRights);
    press(process.env.PROBE_RECENT ?? '');
    press(process.env.PROBE_RECENT ?? '');
    contents.focus();
    const seen: Seen = {
      copied: await contents.executeJavaScript(copy, true),
      injected,
      rights,
      inSight,
      notOffered: notOffered.map(({ label }) => label),
      titles: BrowserWindow.getAllWindows().map(each => each.getTitle()),
      policy: await inPage(tryPolicy),
      text,
      origin: await inPage('location.origin'),
      stayed: contents.getURL() === before,
      windows: opened === 'null' ? 1 : 2,
      globals: await inPage('[typeof process, typeof require]'),
      bridge: await inPage('Object.keys(window.studio)'),
      menu: menu?.items.map(({ label }) => label.replace('&', '')) ?? [],
      answers: [first.answer, second.answer],
      engines: [first.engine, second.engine],
      lost: await inPage('window.seen.lost'),
      commands: await inPage('window.seen.commands'),
      problems: problemsBefore,
    };
    process.stdout.write(`\n${JSON.stringify(seen)}\n`, () => app.exit(0));
  });
});

/** Items of the menu as it is now, which is another when what it offers has changed. */
function itemsNow(): MenuItem[] {
  const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
  return (items ?? []).flatMap(item => [item, ...(item.submenu?.items ?? [])]);
}

function isOffered(wanted: string): boolean {
  return itemsNow().some(({ label, enabled }) => label === wanted && enabled);
}

function press(wanted: string): void {
  itemsNow()
    .find(({ label }) => label === wanted)
    ?.click();
}

function shareInSight({ x, y, width, height }: Electron.Rectangle): number {
  const { bounds } = screen.getPrimaryDisplay();
  const across = Math.min(x + width, bounds.x + bounds.width) - Math.max(x, bounds.x);
  const down = Math.min(y + height, bounds.y + bounds.height) - Math.max(y, bounds.y);
  return (Math.max(across, 0) * Math.max(down, 0)) / (width * height);
}

const inject = `(() => {
  const script = document.createElement('script');
  script.textContent = 'window.injected = true';
  document.body.append(script);
  script.remove();
  return window.injected ? 'ran' : 'refused';
})()`;

const askForRights = `Promise.all([
  navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
  Notification.permission,
  navigator.permissions.query({ name: 'microphone' }).then(({ state }) => state),
  navigator.clipboard.readText().then(() => 'granted', ({ name }) => name),
])`;

const listenToBridge = `
  window.seen = { lost: 0, commands: [] };
  window.studio.onEngineLost(() => window.seen.lost++);
  window.studio.onCommand(command => window.seen.commands.push(command));
  0`;

const copy = `navigator.clipboard.writeText('a').then(() => 'copied', error => error.message)`;

const tryPolicy = `({
  evaluated: (() => { try { return new Function('return "run"')(); } catch { return 'refused'; } })(),
  nonceLength: document.querySelector('meta[name=csp-nonce]').content.length,
})`;

/**
 * Asks the engine as the page's client does: a port by a message to the window, a call over it. The port may
 * be the one that the page has just asked for itself, so that other messages pass over it too.
 */
const askForFacts = `new Promise((resolve, reject) => {
  window.addEventListener('message', ({ data, ports }) => {
    if (data !== 'pinnerformer:engine-port') return;
    const id = 1e9;
    ports[0].addEventListener('message', ({ data }) => data.id === id && resolve(data));
    ports[0].start();
    ports[0].postMessage({ kind: 'call', id, path: 'app.facts', params: {} });
  }, { once: true });
  window.studio.requestEngine().catch(reject);
})`;

function enginePid(): number | undefined {
  return app.getAppMetrics().find(({ name }) => name === 'PinnerFormer engine')?.pid;
}

/** The page's text once it shows the sample notebook, or says why it cannot; as it is after half a minute. */
async function textOf(contents: WebContents): Promise<string> {
  let text = '';
  const givesUpAt = Date.now() + 30_000;
  await until(async () => {
    text = await contents.executeJavaScript('document.body.innerText');
    return /daily embedding cost|Try again/.test(text) || Date.now() > givesUpAt;
  });
  return text;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 100));
}
