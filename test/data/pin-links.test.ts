import { expect, onTestFinished, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { PinLinkReader } from '../../src-main/data/pin-links.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

/** Reads by one reader, which is asked of several data sets and several times. */
function reader() {
  const links = new PinLinkReader();
  onTestFinished(() => links.close());
  return async (name: string, ids: readonly string[]) =>
    links.read(await openDataset(studio.workspace, name), ids);
}

test('pins are read with their links, by one reader of several data sets', async () => {
  const actions = await studio.file('a.csv', 'user,pin,at\na,p1,10\na,p2,20\n');
  const pins = await studio.file('pins.csv', "pin,title,url\np1,One,https://x/'1'\np2,Two,\n");
  const time = 'ms' as const;
  await studio.import(actions, { mapping: { time, pins: { file: pins } } });
  await studio.import(actions, { dataset: 'bare', mapping: { time } });
  const read = reader();
  const first = new Map([['p1', { url: "https://x/'1'", image: null }]]);
  expect(await read('tiny', ['p1', 'p2', "p'3"])).toEqual(first);
  expect(await read('bare', ['p1'])).toEqual(new Map());
  expect(await read('tiny', ['p1'])).toEqual(first);
  expect(await read('tiny', [])).toEqual(new Map());
});
