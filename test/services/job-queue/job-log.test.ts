import { expect, test, vi } from 'vitest';
import { JobLog } from '../../../src-main/services/job-queue/job-log.js';

test('a listener is told the whole at once, and a flood of lines as few messages without loss', () => {
  vi.useFakeTimers();
  try {
    const log = new JobLog(() => 7);
    log.write('before');
    const told: string[][] = [];
    const stop = log.listen(lines => told.push(lines.map(({ text }) => text)));
    for (let i = 0; i < 50; i++) log.write(`line ${i}`);
    expect(told).toEqual([['before']]);
    vi.advanceTimersByTime(100);
    expect(told.length).toBe(2);
    expect(told[1]?.length).toBe(51);
    stop();
    log.write('after');
    vi.advanceTimersByTime(1000);
    expect(told.length).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test('the newest two thousand lines are kept, and the last is told when the log closes', () => {
  const log = new JobLog(() => 0);
  let told: readonly { text: string }[] = [];
  log.listen(lines => {
    told = lines;
  });
  for (let i = 0; i < 2500; i++) log.write(`line ${i}`);
  log.close();
  expect([told.length, told[0]?.text, told.at(-1)?.text]).toEqual([2000, 'line 500', 'line 2499']);
});
