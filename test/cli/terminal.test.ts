import { describe, expect, it } from 'vitest';
import { renderBars, renderSparkline } from '../../src-main/cli/terminal/bars.js';
import {
  formatCount,
  formatDifference,
  formatEstimate,
  formatGap,
  formatPercent,
  formatSeconds,
  formatTime,
} from '../../src-main/cli/terminal/format.js';
import { describeProgress } from '../../src-main/cli/terminal/progress-line.js';
import { renderFacts, renderTable } from '../../src-main/cli/terminal/table.js';
import { displayWidth, fitTo } from '../../src-main/cli/terminal/width.js';

describe('tables', () => {
  it('align numbers right and words left, and end without blanks', () => {
    const table = renderTable(
      [{ header: 'cadence', align: 'left' }, { header: 'recall@10' }, { header: 'seconds' }],
      [
        ['once', '0.324', '1.5'],
        ['realtime', '0.4', '12.0'],
      ],
    );
    expect(table).toBe(
      [
        'cadence   recall@10  seconds',
        '────────────────────────────',
        'once          0.324      1.5',
        'realtime        0.4     12.0',
      ].join('\n'),
    );
  });

  it('count a wide character as two columns', () => {
    expect(displayWidth('居酒屋')).toBe(6);
    const [, , first, second] = renderTable(
      [{ header: 'title', align: 'left' }, { header: 'n' }],
      [
        ['居酒屋', '1'],
        ['bar', '2'],
      ],
    ).split('\n');
    expect(first).toBe('居酒屋  1');
    expect(second).toBe('bar     2');
  });

  it('keep facts in one column of values', () => {
    expect(
      renderFacts([
        ['users', '7,115'],
        ['actions', '138,957'],
      ]),
    ).toBe('users    7,115\nactions  138,957');
  });

  it('cut a long title with an ellipsis and never let it break the line', () => {
    expect(fitTo('a long\ntitle \u001b[31mred', 9)).toBe('a long t…');
    expect(fitTo('短い題名です', 5)).toBe('短い…');
  });
});

describe('bars and curves', () => {
  it('draw the largest count over the whole width and never hide a small one', () => {
    expect(
      renderBars(
        [
          { label: '1-5', count: 80 },
          { label: '6-10', count: 1 },
          { label: '>10', count: 0 },
        ],
        10,
      ),
    ).toBe(' 1-5  80  ██████████\n6-10   1  ▏\n >10   0');
  });

  it('span the range of a curve from lowest to highest and leave gaps blank', () => {
    expect(renderSparkline([0, 1, Number.NaN, 0.5])).toBe('▁█ ▅');
  });

  it('draw a flat curve as a flat line', () => {
    expect(renderSparkline([2, 2, 2])).toBe('▄▄▄');
  });

  it('average a long curve into the width', () => {
    expect(renderSparkline([0, 0, 1, 1, 2, 2], 3)).toBe('▁▅█');
  });
});

describe('numbers', () => {
  it('carry their intervals and units', () => {
    expect(formatCount(138_957)).toBe('138,957');
    expect(formatEstimate({ value: 0.3241, low: 0.31, high: 0.3385 })).toBe('0.324 [0.310, 0.339]');
    expect(formatDifference({ value: 0.009, low: -0.003, high: 0.016 })).toBe(
      '+0.009 [−0.003, +0.016]',
    );
    expect(formatPercent(0.0812)).toBe('8.1 %');
    expect(formatSeconds(125)).toBe('2 min 05 s');
    expect(formatSeconds(59.97)).toBe('1 min 00 s');
    expect(formatSeconds(4_320)).toBe('1 h 12 min');
    expect(formatGap(172_800)).toBe('2.0 d');
    expect(formatTime(Date.UTC(2010, 7, 13))).toBe('2010-08-13');
    expect(formatTime(Date.UTC(2010, 7, 13, 12, 30))).toBe('2010-08-13 12:30 UTC');
  });

  it('show a value that does not exist as a dash', () => {
    expect(formatEstimate({ value: Number.NaN, low: Number.NaN, high: Number.NaN })).toBe('–');
    expect(formatTime(Number.POSITIVE_INFINITY)).toBe('–');
  });
});

describe('a line of progress', () => {
  it('names stage, amount, figures and an estimate of the time left', () => {
    expect(
      describeProgress(
        { stage: 'training', done: 50, total: 200, unit: 'steps', figures: { loss: 5.1234 } },
        10,
      ),
    ).toBe('training: 50 of 200 steps, loss 5.123, 30.0 s left');
  });

  it('prefers the time left that the job itself knows', () => {
    expect(
      describeProgress(
        { stage: 'training', done: 50, total: 200, unit: 'steps', figures: { secondsLeft: 90 } },
        10,
      ),
    ).toBe('training: 50 of 200 steps, 1 min 30 s left');
  });

  it('says only how much is done while the total is not known', () => {
    expect(describeProgress({ stage: 'reading a.csv', done: 1_200, unit: 'rows' }, 3)).toBe(
      'reading a.csv: 1,200 rows',
    );
    expect(describeProgress({ stage: 'preparing', done: 0, unit: 'steps' }, 3)).toBe('preparing');
  });
});
