import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './cli-process.js';
import { launchBrowser, testInBrowser } from './page/browser.js';
import { serve } from './page/served.js';
import { openStudio } from './page/studio-page.js';

/** A page of another site, which a person has open beside the app. */
async function hostileSite(): Promise<number> {
  const site = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>hostile</title><p>hostile');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void site.close());
  await once(site, 'listening');
  return (site.address() as AddressInfo).port;
}

testInBrowser(
  'a page of another site gets nothing from the server, whatever it calls it',
  async () => {
    const [server, sitePort] = await Promise.all([serve(temporaryFolder()), hostileSite()]);
    onTestFinished(() => void server.child.kill('SIGKILL'));
    const browser = await launchBrowser('--host-resolver-rules=MAP evil.example 127.0.0.1');
    onTestFinished(() => browser.close());
    const { page } = await openStudio(browser, server.address);
    await page.getByRole('main').getByRole('heading').first().waitFor();

    /** What a script of the page at `address` gets from the server under the name `host`. */
    const tryFrom = async (address: string, host: string) => {
      const hostile = await page.context().newPage();
      await hostile.goto(address);
      const got = await hostile.evaluate(async host => {
        const socket = new WebSocket(`ws://${host}/engine`);
        const opened = await new Promise<string>(resolve => {
          socket.onopen = () => resolve('opened');
          socket.onerror = () => resolve('refused');
        });
        const read = await fetch(`http://${host}/`, { credentials: 'include' }).then(
          async answer => `${answer.status} ${(await answer.text()).slice(0, 40)}`,
          () => 'refused',
        );
        const frame = document.createElement('iframe');
        frame.src = `http://${host}/`;
        const framed = new Promise<string>(resolve => {
          frame.onload = () => resolve(frame.contentDocument?.title ?? 'closed to us');
        });
        document.body.append(frame);
        return { opened, read, framed: await framed };
      }, host);
      await hostile.close();
      return got;
    };
    const here = `127.0.0.1:${server.port}`;
    // Another port of this machine is the same site to the cookie, but another origin.
    for (const site of [`http://127.0.0.1:${sitePort}/`, `http://evil.example:${sitePort}/`])
      expect(await tryFrom(site, here), site).toEqual({
        opened: 'refused',
        read: 'refused',
        framed: 'closed to us',
      });

    // A name that its owner lets point at this machine: the page then is of the server's own address.
    const rebound = await page.context().newPage();
    const answer = await rebound.goto(`http://evil.example:${server.port}/`);
    expect(answer?.status()).toBe(421);
    expect(await rebound.evaluate(() => document.body.innerText)).not.toContain(
      'PinnerFormer Studio',
    );
    const { opened } = await rebound.evaluate(
      host =>
        new Promise<{ opened: boolean }>(resolve => {
          const socket = new WebSocket(`ws://${host}/engine`);
          socket.onopen = () => resolve({ opened: true });
          socket.onerror = () => resolve({ opened: false });
        }),
      `evil.example:${server.port}`,
    );
    expect(opened).toBe(false);

    // Without the cookie even the address itself, and a token that was used.
    const stranger = await (await browser.newContext()).newPage();
    expect((await stranger.goto(`http://${here}/`))?.status()).toBe(403);
    expect((await stranger.goto(server.address))?.status()).toBe(403);
  },
);
