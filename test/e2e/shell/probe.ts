/**
 * The desktop shell's own main, with an observer: it waits for the page to show its facts, tries to
 * leave the page, and prints what it saw as one line of JSON. Built for the test only.
 */
import { app, type WebContents } from 'electron';
import './this-runtime.js';
import '../../../src-main/electron/main.js';

export interface Seen {
  readonly text: string;
  /** Whether the page was still shown after it had tried to go elsewhere. */
  readonly stayed: boolean;
  readonly windows: number;
  /** Types of `process` and `require` in the page, and what the bridge offers. */
  readonly globals: readonly string[];
  readonly bridge: readonly string[];
  /** What the page's console warned of, refusals by the content security policy among it. */
  readonly problems: readonly string[];
}

app.on('browser-window-created', (_event, window) => {
  const contents = window.webContents;
  const problems: string[] = [];
  contents.on('console-message', (_console, level, message) => {
    if (level >= 2) problems.push(message);
  });
  contents.once('did-finish-load', async () => {
    const text = await textOf(contents);
    const before = contents.getURL();
    await contents.executeJavaScript(`location.href = 'https://example.org/'; 0`);
    const opened = await contents.executeJavaScript(`String(window.open('https://example.org/'))`);
    const seen: Seen = {
      text,
      stayed: contents.getURL() === before,
      windows: opened === 'null' ? 1 : 2,
      globals: await contents.executeJavaScript('[typeof process, typeof require]'),
      bridge: await contents.executeJavaScript('Object.keys(window.studio)'),
      problems,
    };
    process.stdout.write(`\n${JSON.stringify(seen)}\n`, () => app.exit(0));
  });
});

/** The page's text once it no longer waits for the devices. */
async function textOf(contents: WebContents): Promise<string> {
  for (;;) {
    const text: string = await contents.executeJavaScript('document.body.innerText');
    if (/Versions|Try again/.test(text)) return text;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
