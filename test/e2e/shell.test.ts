import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished } from 'vitest';
import { desktopParts } from './shell/desktop-parts.js';
import { isThere } from './shell/is-there.js';
import type { Seen } from './shell/probe.js';
import { buildForRuntime, runtime, testInElectron } from './shell/runtime.js';
import { workingDay } from './shell/working-day.js';

testInElectron(
  'the window shows the sample notebook, without Node, stays on its page, and outlives its engine',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'pinnerformer-shell-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    const workspace = join(home, 'workspace');
    const other = join(home, 'other');
    await mkdir(other);
    // Where the window stood last, there is no screen any more.
    const away = { x: 9000, y: 9000, width: 900, height: 700 };
    await writeFile(
      join(home, 'shell-state.json'),
      JSON.stringify({ version: 1, recent: [other], bounds: { [workspace]: away } }),
    );
    await buildForRuntime('engine');
    const main = await buildForRuntime('probe');
    const flags = ['--no-sandbox', '--disable-gpu', `--user-data-dir=${home}`];
    const { stdout } = await promisify(execFile)(
      'xvfb-run',
      ['-a', runtime, ...flags, main, '--workspace', workspace],
      {
        env: { ...process.env, PROBE_NODE: process.execPath, PROBE_RECENT: other, HOME: home },
        timeout: 50_000,
      },
    );
    const line = stdout.split('\n').find(each => each.startsWith('{'));
    // The probe prints exactly this type.
    const seen = JSON.parse(line ?? 'null') as Seen;
    expect(seen).toMatchObject({
      origin: 'app://studio',
      stayed: true,
      windows: 1,
      globals: ['undefined', 'undefined'],
      bridge: [
        ...['platform', 'requestEngine', 'onEngineLost', 'pickFiles', 'pathOfFile'],
        ...['onCommand', 'tellPossible'],
      ],
      policy: { evaluated: 'refused', nonceLength: 24 },
      copied: 'copied',
      injected: 'refused',
      rights: ['denied', 'denied', 'denied', 'NotAllowedError'],
      inSight: 1,
      titles: ['other — PinnerFormer Studio', 'workspace — PinnerFormer Studio'],
      menu: ['File', 'Edit', 'Run', 'View', 'Help'],
      answers: [
        { kind: 'result', value: { workspaceFolder: workspace, shell: 'electron' } },
        { kind: 'result', value: { workspaceFolder: workspace, shell: 'electron' } },
      ],
      lost: 1,
      commands: [
        { id: 'notebook.new', files: [] },
        { id: 'notebook.runAll', files: [] },
      ],
      problems: [],
    });
    expect(seen.notOffered).toEqual(expect.arrayContaining(['Undo', 'Redo', 'Stop']));
    expect(seen.engines.every(pid => pid !== undefined)).toBe(true);
    expect(seen.engines[1]).not.toBe(seen.engines[0]);
    // Of a workspace with one notebook this is what opens.
    for (const words of [
      'What does a daily embedding cost?',
      'predict all that a user will engage',
    ])
      expect(seen.text).toContain(words);
  },
);

testInElectron(
  'a signal ends the window and its engine, and the workspace is remembered',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'pinnerformer-shell-'));
    onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
    await buildForRuntime('engine');
    const main = await buildForRuntime('app');
    const flags = ['--no-sandbox', '--disable-gpu', `--user-data-dir=${home}`];
    const workspace = join(home, 'workspace');
    const child = spawn('xvfb-run', ['-a', runtime, ...flags, main, '--workspace', workspace], {
      env: { ...process.env, HOME: home },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const closed = once(child, 'close');
    let printed = '';
    while (!printed.includes('}')) printed += String((await once(child.stdout, 'data'))[0]);
    const running: { main: number; engine: number } = JSON.parse(printed.trim());
    process.kill(running.main, 'SIGTERM');
    expect((await closed)[0]).toBe(0);
    // It has ended, and is gone once the system has taken note of that.
    await expect.poll(() => isThere(running.engine), { timeout: 10_000 }).toBe(false);
    const remembered = JSON.parse(await readFile(join(home, 'shell-state.json'), 'utf8'));
    expect(remembered).toMatchObject({ recent: [workspace] });
  },
);

describe('a day with the desktop app', workingDay);
describe('what the desktop adds to the page', desktopParts);
