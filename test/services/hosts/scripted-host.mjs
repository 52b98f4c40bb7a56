// A compute process that does what its parameters say, one after the other.
let cancelled = false;

/** @param {unknown} message */
const send = message => new Promise(done => process.send?.(message, undefined, undefined, done));

/** @param {number} ms */
const wait = ms => new Promise(done => setTimeout(done, ms));

process.on('disconnect', () => process.exit(1));
process.on('message', async (/** @type {{ type: string, params: { acts: any[] } }} */ message) => {
  if (message.type === 'cancel') {
    cancelled = true;
    return;
  }
  for (const act of message.params.acts) {
    if (act.send) await send(act.send);
    if (act.print) console.error(act.print);
    if (act.untilCancelled) while (!cancelled) await wait(5);
    if (act.forever) await wait(1e9);
    if (act.kill) process.kill(process.pid, act.kill);
    if (act.exit !== undefined) process.exit(act.exit);
  }
  process.exit(0);
});
