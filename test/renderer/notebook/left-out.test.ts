// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { isAct, isLeftOut } from '../../../src-renderer/notebook/left-out.js';

const button = (html: string): Element => {
  document.body.innerHTML = html;
  const found = document.querySelector('button');
  if (found === null) throw new Error('no button');
  return found;
};

test.each([
  ['in a table', '<table><tr><td><button>user-1</button></td></tr></table>'],
  ['in a list', '<ul><li><button aria-pressed="false">A pin</button></li></ul>'],
  ['of a legend', '<button><span>Travel</span><i></i></button>'],
])('a name %s is in a picture though it can be pressed', (_, html) => {
  const name = button(html);
  expect([isAct(name), isLeftOut(name)]).toEqual([false, false]);
});

test.each([
  ['words', '<h4>Pins <button>Choose all 20</button></h4>'],
  ['an icon', '<button aria-pressed="true"><svg></svg></button>'],
])('a button that does something, with %s, is not', (_, html) => {
  const act = button(html);
  expect([isAct(act), isLeftOut(act)]).toEqual([true, true]);
});

test('a switch between ways to look is no name', () => {
  expect(
    isLeftOut(button('<div role="group"><button aria-pressed="true">by type</button></div>')),
  ).toBe(true);
});
