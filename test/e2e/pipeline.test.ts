import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256OfFile } from '../../src-main/base/files.js';
import { simulateDocument, trainDocument } from '../../src-main/cli/json-documents.js';
import { cli, cliJson, temporaryFolder } from './cli-process.js';
import { makeTinyWorld, type Trained, trainTiny } from './tiny-run.js';

/** One workspace for the whole chain: a world, two runs, and everything that is asked of them. */
const workspace = temporaryFolder();
const place = ['--workspace', workspace];
let dense: Trained;

beforeAll(async () => {
  await makeTinyWorld(workspace);
  dense = await trainTiny(workspace, 'dense');
  await trainTiny(workspace, 'sasrec', '--objective', 'sasrec');
}, 120_000);

describe('train', () => {
  it('ends with the fixed document and a checkpoint of that hash', async () => {
    trainDocument.parse(dense);
    expect(dense.run).toBe('dense');
    expect(existsSync(dense.checkpoint)).toBe(true);
    expect(await sha256OfFile(dense.checkpoint)).toBe(dense.checkpointSha256);
  });

  it('refuses a name that is taken, and says how to go on', async () => {
    const { code, stderr } = await cli('train', ...place, '--dataset', 'world', '--run', 'dense');
    expect(code).toBe(1);
    expect(stderr).toContain('there is a run "dense" already. Go on with it by --resume');
  });

  it('changes nothing when a finished run is resumed', async () => {
    const again = await cliJson<Trained>('train', ...place, '--run', 'dense', '--resume');
    expect(again.checkpointSha256).toBe(dense.checkpointSha256);
  });

  it('refuses to resume under another config and says what changed', async () => {
    const { code, stderr } = await cli(
      ...['train', ...place, '--run', 'dense', '--resume', '--set', 'optimizer.learningRate=0.5'],
    );
    expect(code).toBe(1);
    expect(stderr).toContain('optimizer.learningRate: was 0.001, is 0.5');
  });
});

describe('runs', () => {
  it('lists what was trained', async () => {
    const { runs } = await cliJson<{ runs: { run: string; state: string; objective: string }[] }>(
      'runs',
      ...place,
    );
    expect(runs.map(({ run, state, objective }) => [run, state, objective])).toEqual([
      ['dense', 'trained', 'denseAllAction'],
      ['sasrec', 'trained', 'sasrec'],
    ]);
  });

  it('draws the curves of one', async () => {
    const { stdout } = await cli('runs', 'dense', ...place);
    expect(stdout).toMatch(/training loss, selection +[▁-█]+ /);
    expect(stdout).toMatch(/validation recall@10, all +[▁-█]+ /);
    expect(stdout).toContain(dense.checkpointSha256);
  });

  it('offers the nearest name for one that does not exist', async () => {
    const { code, stderr } = await cli('runs', 'dence', ...place);
    expect(code).toBe(1);
    expect(stderr).toContain('there is no run "dence". Did you mean dense?');
  });
});

describe('simulate', () => {
  it('prints the fixed document for two runs and any cadences, and logs nothing', async () => {
    const document = await cliJson(
      ...['simulate', ...place, '--run', 'dense', 'sasrec', '--cadences', 'once,6h+1d,realtime'],
    );
    const { rows, differences, baselines } = simulateDocument.parse(document);
    expect(rows.map(row => [row.run, row.cadence])).toEqual(
      ['dense', 'sasrec'].flatMap(run => ['once', '6h+1d', 'realtime'].map(c => [run, c])),
    );
    const [once, , realtime] = rows;
    expect(once?.embeddingsComputed).toBe(once?.users);
    expect(realtime?.embeddingsComputed).toBeGreaterThan(once?.users ?? 0);
    for (const { recallAt10 } of rows) {
      const { value, low, high } = recallAt10.all;
      expect(value).toBeGreaterThanOrEqual(low ?? 1);
      expect(value).toBeLessThanOrEqual(high ?? 0);
    }
    const difference = differences.find(
      ({ run, from, to, on }) => `${run} ${from} ${to} ${on}` === 'dense once realtime all',
    );
    const [first, last] = [once?.recallAt10.all.value ?? 0, realtime?.recallAt10.all.value ?? 0];
    expect(difference?.value).toBeCloseTo(last - first, 12);
    for (const name of ['popularity', 'own most-visited pins', 'mean of last 10 pins', 'oracle'])
      expect(baselines.map(baseline => baseline.name)).toContain(name);
    expect(existsSync(join(workspace, 'runs/dense/test-reads.jsonl'))).toBe(false);
  });

  it('explains the tables in sentences, and logs each look at the test users', async () => {
    const { code, stdout } = await cli(
      ...['simulate', ...place, '--run', 'dense', '--users', 'test', '--quiet'],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ test users of world, [\d,]+ targets in the 14 days after /);
    expect(stdout).toContain('"once < realtime" is');
    const reads = readFileSync(join(workspace, 'runs/dense/test-reads.jsonl'), 'utf8').trim();
    expect(reads.split('\n')).toHaveLength(1);
    expect(JSON.parse(reads)).toMatchObject({
      command: 'simulate',
      cadences: ['once', 'daily', 'realtime'],
      checkpointSha256: dense.checkpointSha256,
    });
  });
});

describe('export', () => {
  it('writes the rank of every target under every cadence', async () => {
    const to = join(workspace, 'targets.csv');
    const what = ['--what', 'targets', '--cadences', 'once,realtime', '--to', to];
    const report = await cliJson<{ rows: number; columns: string[]; files: string[] }>(
      ...['export', ...place, '--run', 'dense', ...what],
    );
    expect(report.columns).toEqual(['user', 'pin', 'at', 'new', 'rank_once', 'rank_realtime']);
    const [header, ...lines] = readFileSync(to, 'utf8').trim().split('\n');
    expect(header).toBe(report.columns.join(','));
    expect(lines).toHaveLength(report.rows);
    expect(lines[0]).toMatch(/^user-\d+,pin-\d+,2024-[\d-]+T[\d:.]+Z,[01],\d*,\d*$/);
    expect(JSON.parse(readFileSync(`${to}.json`, 'utf8'))).toMatchObject({
      what: 'targets',
      run: 'dense',
      phase: 'selection',
    });
  });

  it('agrees with simulate: the share of ranks up to 10 is the recall over users', async () => {
    const to = join(workspace, 'metrics.csv');
    const options = ['--run', 'dense', '--cadences', 'once'];
    await cliJson('export', ...place, ...options, '--what', 'metrics', '--to', to);
    const { rows } = simulateDocument.parse(await cliJson('simulate', ...place, ...options));
    const [header, ...lines] = readFileSync(to, 'utf8').trim().split('\n');
    const column = header?.split(',').indexOf('recall10_all_once') ?? -1;
    const recalls = lines.map(line => Number(line.split(',')[column]));
    const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
    expect(mean).toBeCloseTo(rows[0]?.recallAt10.all.value ?? -1, 12);
  });

  it('writes unit embeddings of users and pins for NumPy', async () => {
    for (const what of ['users', 'pins']) {
      const to = join(workspace, `${what}.npy`);
      await cliJson('export', ...place, '--run', 'dense', '--what', what, '--to', to);
      const bytes = readFileSync(to);
      expect(bytes.toString('latin1', 0, 6)).toBe('\x93NUMPY');
      const start = 10 + bytes.readUInt16LE(8);
      const row = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start)).subarray(0, 16);
      expect(row.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    }
  });
});

describe('retrieve and embed', () => {
  it('shows the tail of a sequence and what is retrieved', async () => {
    const options = ['--run', 'dense', '--user', 'user-3', '-k', '5', '--tail', '3'];
    const shown = await cliJson<{ tail: unknown[]; pins: { rank: number; distance: number }[] }>(
      ...['retrieve', ...place, ...options],
    );
    expect(shown.tail).toHaveLength(3);
    expect(shown.pins.map(pin => pin.rank)).toEqual([1, 2, 3, 4, 5]);
    const distances = shown.pins.map(pin => pin.distance);
    expect([...distances].sort((a, b) => a - b)).toEqual(distances);
    const { stdout } = await cli('retrieve', ...place, ...options, '--quiet');
    expect(stdout).toContain('User user-3 at 2024-');
    expect(stdout).toMatch(/^# +distance +pin +title +interests +before +engaged with later$/m);
  });

  it('embeds the users of any moment', async () => {
    const to = join(workspace, 'early.parquet');
    const early = await cliJson<{ users: number; at: string; width: number }>(
      ...['embed', ...place, '--run', 'dense', '--at', '2024-01-05', '--to', to],
    );
    expect(early).toMatchObject({ at: '2024-01-05T00:00:00.000Z', width: 16 });
    const late = await cliJson<{ users: number }>('embed', ...place, '--run', 'dense');
    expect(late.users).toBeGreaterThan(early.users);
  });

  it('names a user that does not exist', async () => {
    const { code, stderr } = await cli('retrieve', ...place, '--run', 'dense', '--user', 'nobody');
    expect(code).toBe(1);
    expect(stderr).toContain('there is no user "nobody"');
  });
});
