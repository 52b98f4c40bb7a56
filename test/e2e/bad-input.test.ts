import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { tinyDisk } from '../tiny-disk.js';
import { cli, cliJson, temporaryFolder } from './cli-process.js';
import { makeTinyWorld, TINY_TRAINING, type Trained } from './tiny-run.js';

const folder = temporaryFolder();
const workspace = join(folder, 'workspace');

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The one sentence of a command that must fail; nothing else may be on stdout or look like a stack. */
async function sentenceOf(code: number, ...args: string[]): Promise<string> {
  const outcome = await cli(...args, '--quiet');
  const lines = outcome.stderr.trimEnd().split('\n');
  expect(
    { code: outcome.code, stdout: outcome.stdout, lines: lines.length },
    lines.join('\n'),
  ).toEqual({ code, stdout: '', lines: 1 });
  expect(lines[0]).toMatch(/^error: /);
  return lines[0] ?? '';
}

const ROWS = 'user,pin,at,duration\nu1,p1,1000,5\nu1,p2,2000,7\nu2,p1,3000,9\n';
const COLUMNS = ['--columns', 'user=user,pin=pin,at=at', '--time', 's'];

function importing(path: string, ...options: string[]): string[] {
  return ['import', path, '--dataset', 'bad', '--workspace', workspace, ...options];
}

describe('a file that cannot be imported is one sentence, and leaves no data set', () => {
  const cases: [name: string, args: () => string[], says: (string | RegExp)[]][] = [
    ['that is missing', () => importing(join(folder, 'none.csv'), ...COLUMNS), ['none.csv']],
    ['that is a folder', () => importing(folder, ...COLUMNS), [folder]],
    [
      'that is empty',
      () => importing(file('empty.csv', ''), ...COLUMNS),
      ['empty.csv', /empty|no rows/],
    ],
    [
      'with another delimiter',
      () => importing(file('semi.csv', ROWS.replaceAll(',', ';')), ...COLUMNS, '--delimiter', ','),
      ['semi.csv', /delimiter/i],
    ],
    [
      'whose column does not exist, with the nearest',
      () => importing(file('a.csv', ROWS), '--columns', 'user=user,pin=pin,at=att', '--time', 's'),
      ['a.csv', '"att"', 'Did you mean at?'],
    ],
    [
      'whose times are no times',
      () => importing(file('times.csv', 'user,pin,at\nu1,p1,soon\nu2,p2,later\n'), ...COLUMNS),
      ['times.csv', /time/, '--time'],
    ],
    [
      'that was cut in the middle',
      () =>
        importing(file('cut.csv.gz', gzipSync(ROWS.repeat(5_000)).subarray(0, 200)), ...COLUMNS),
      ['cut.csv.gz', /cut|incomplete|truncated|ends/],
    ],
  ];
  it.each(cases)('%s', async (_name, args, says) => {
    const sentence = await sentenceOf(1, ...args());
    for (const part of says) expect(sentence).toMatch(part);
    const datasets = existsSync(join(workspace, 'data'))
      ? readdirSync(join(workspace, 'data'))
      : [];
    expect(datasets).toEqual([]);
  });

  it('with bytes of another encoding is read as told, or refused', async () => {
    const path = file('latin.csv', Buffer.from('user,pin,at\nJos\xe9,p1,1000\n', 'latin1'));
    const sentence = await sentenceOf(1, ...importing(path, ...COLUMNS, '--encoding', 'utf-8'));
    expect(sentence).toContain('latin.csv');
    expect(sentence).toMatch(/latin-1/);
  });
});

describe('rows that cannot be used are counted by reason, and the others imported', () => {
  it('with negative durations and broken times', async () => {
    const path = file(
      'mixed.csv',
      'user,pin,at,duration\nu1,p1,1000,5\nu1,p2,2000,-7\nu2,p1,soon,9\nu2,,3000,9\n',
    );
    const columns = ['--columns', 'user=user,pin=pin,at=at,duration=duration', '--time', 's'];
    const report = await cliJson<{ actions: number; rejected: Record<string, number> }>(
      ...['import', path, '--dataset', 'mixed', '--workspace', join(folder, 'mixed'), ...columns],
    );
    expect(report.actions).toBe(1);
    expect(Object.values(report.rejected).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(Object.keys(report.rejected)).toHaveLength(3);
  });
});

describe('pins that cannot be used are counted by reason, and their actions kept', () => {
  const cases: [name: string, content: string, columns: string, reason: RegExp][] = [
    ['an embedding with NaN', 'pin,e\np1,"1 2 3"\np2,"1 NaN 3"\n', 'pin=pin,embedding=e', /NaN/],
    ['another width', 'pin,e\np1,"1 2 3"\np2,"1 2"\n', 'pin=pin,embedding=e', /width/],
    ['a pin that comes twice', 'pin,t\np1,a\np1,b\n', 'pin=pin,title=t', /duplicate/],
  ];
  it.each(cases)('for %s', async (name, content, columns, reason) => {
    const place = ['--dataset', 'pins', '--workspace', join(folder, name.replaceAll(' ', '-'))];
    const pins = ['--pins', file('pins.csv', content), '--pin-columns', columns];
    const report = await cliJson<{ actions: number; rejected: Record<string, number> }>(
      ...['import', file('good.csv', ROWS), ...place, ...COLUMNS, ...pins],
    );
    expect(report.actions).toBe(3);
    const [[found, count] = ['', 0], ...others] = Object.entries(report.rejected);
    expect([count, others]).toEqual([1, []]);
    expect(found).toMatch(reason);
  });
});

describe('what is typed wrongly ends with 2 before anything is opened', () => {
  const train = ['train', '--dataset', 'world', '--workspace', workspace];
  const cases: [name: string, args: string[], says: string[]][] = [
    [
      'a setting that does not exist',
      [...train, '--set', 'optimizer.learnRate=1'],
      ['"optimizer.learnRate"', 'Did you mean optimizer.learningRate?'],
    ],
    ['a setting without a value', [...train, '--set', 'steps'], ['"steps"', 'key.path=value']],
    [
      'heads that do not divide H',
      [...train, '--set', 'model.hidden=64', 'model.heads=5'],
      ['5 heads do not divide hidden 64'],
    ],
    ['a size that is impossible', [...train, '--set', 'model.hidden=-1'], ['model.hidden', '-1']],
    [
      'a time that is none',
      [...train, '--at', 'tomorrow'],
      ['"tomorrow" is no time', '2010-08-13'],
    ],
    ['no data set', ['train', '--workspace', workspace], ['--dataset NAME']],
    [
      'a cadence that is none',
      ['simulate', '--run', 'a', '--cadences', 'hourly', '--workspace', workspace],
      ['"hourly" is not a cadence', '6h+1d'],
    ],
    [
      'a world that is impossible',
      ['world', '--dataset', 'w', '--set', 'usres=5', '--workspace', workspace],
      ['"usres"', 'users'],
    ],
    [
      'an export without a format',
      ['export', '--run', 'a', '--what', 'pins', '--to', 'pins.xlsx', '--workspace', workspace],
      ['pins.xlsx', '.parquet'],
    ],
    [
      'a column that is none',
      importing('a.csv', '--columns', 'usr=1,pin=2'),
      ['"usr"', 'Did you mean user?'],
    ],
  ];
  it.each(cases)('%s', async (_name, args, says) => {
    const sentence = await sentenceOf(2, ...args);
    for (const part of says) expect(sentence).toContain(part);
  });
});

describe('a workspace that cannot be used', () => {
  it('of a newer version is refused with both versions', async () => {
    const newer = join(folder, 'newer');
    mkdirSync(newer);
    writeFileSync(
      join(newer, 'workspace.json'),
      JSON.stringify({ format: 'pinnerformer-workspace', version: 99 }),
    );
    const sentence = await sentenceOf(1, 'runs', '--workspace', newer);
    expect(sentence).toContain('version 99');
    expect(sentence).toContain('Update PinnerFormer Studio');
  });

  it('that is none is refused', async () => {
    expect(await sentenceOf(1, 'runs', '--workspace', join(folder, 'nowhere'))).toContain(
      'is no workspace',
    );
  });

  it('that is full of something else is left alone', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'thesis.tex'), '');
    const sentence = await sentenceOf(1, 'world', '--dataset', 'w', '--workspace', other);
    expect(sentence).toContain('holds other files');
    expect(readdirSync(other)).toEqual(['thesis.tex']);
  });
});

describe('a split that leaves nothing', () => {
  let world = '';
  beforeAll(async () => {
    world = join(folder, 'world');
    await makeTinyWorld(world);
  }, 60_000);

  const training = (...more: string[]) => [
    ...['train', '--workspace', world, '--dataset', 'world', '--run', 'never', ...more],
    ...TINY_TRAINING,
  ];

  it('before any action is refused, and no run is left behind', async () => {
    const sentence = await sentenceOf(1, ...training('--at', '2001-01-01'));
    expect(sentence).toContain('2001-01-01');
    expect(existsSync(join(world, 'runs', 'never'))).toBe(false);
  });

  it('with nobody to evaluate is refused', async () => {
    const sentence = await sentenceOf(1, ...training('--at', '2030-01-01'));
    expect(sentence).toContain('2030-01-01');
    expect(existsSync(join(world, 'runs', 'never'))).toBe(false);
  });

  it('without positives is refused', async () => {
    const path = file('views.csv', `user,pin,at,type\n${manyRows()}`);
    const place = ['--workspace', join(folder, 'views'), '--dataset', 'views'];
    const columns = ['--columns', 'user=user,pin=pin,at=at,type=type', '--time', 's'];
    await cliJson('import', path, ...place, ...columns, '--positive', 'type = save');
    const sentence = await sentenceOf(1, 'train', ...place, ...TINY_TRAINING);
    expect(sentence).toMatch(/no positive/);
    expect(sentence).toContain('--positive');
  });

  it('names a data set that does not exist, with the nearest', async () => {
    const sentence = await sentenceOf(1, 'train', '--workspace', world, '--dataset', 'wrold');
    expect(sentence).toContain('there is no data set "wrold". Did you mean world?');
  });

  it('says so when the data changed under a run', async () => {
    const changed = join(folder, 'changed');
    await cp(world, changed, { recursive: true });
    const rows = join(folder, 'first.csv');
    writeFileSync(rows, `user,pin,at\n${manyRows().replaceAll(',view', '')}`);
    const place = ['--workspace', changed, '--dataset', 'grown'];
    await cliJson('import', rows, ...place, ...COLUMNS);
    await cliJson('train', ...place, '--run', 'old', ...TINY_TRAINING, 'validation.enabled=false');
    const more = file('more.csv', 'user,pin,at\nu1,p1,99999\n');
    await cliJson('import', more, ...place, ...COLUMNS);
    const sentence = await sentenceOf(1, 'train', ...place, '--run', 'old', '--resume');
    expect(sentence).toContain('contentHash: was');
    const embedding = await sentenceOf(1, 'embed', '--workspace', changed, '--run', 'old');
    expect(embedding).toContain('has changed since');
  }, 60_000);
});

test('a training whose disk fills up is one sentence, and goes on once there is space', async context => {
  const disk = await tinyDisk(context, 6 << 10);
  await makeTinyWorld(disk);
  const filler = join(disk, 'filler');
  const { bavail, bsize } = statfsSync(disk);
  // Room for what stands before the first step, and not for the checkpoints.
  writeFileSync(filler, new Uint8Array(bavail * bsize - (400 << 10)));
  const training = ['--workspace', disk, '--dataset', 'world', '--run', 'r', ...TINY_TRAINING];
  const sentence = await sentenceOf(1, 'train', ...training, 'validation.enabled=false');
  expect(sentence).toMatch(/the disk is full.*Free some space/);
  rmSync(filler);
  const resumed = await cliJson<Trained>('train', '--workspace', disk, '--run', 'r', '--resume');
  expect(resumed.steps).toBe(30);
}, 60_000);

/** Forty users with an action a day over forty days. */
function manyRows(): string {
  const rows: string[] = [];
  for (let day = 0; day < 40; day++)
    for (let user = 0; user < 40; user++)
      rows.push(`u${user},p${(user * 7 + day * 3) % 30},${day * 86_400 + user},view`);
  return `${rows.join('\n')}\n`;
}
