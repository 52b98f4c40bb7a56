// @vitest-environment happy-dom
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { latest } from '../../../src-renderer/state/latest.svelte.js';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', setImmediate);
  vi.stubGlobal('cancelAnimationFrame', clearImmediate);
});

interface Question {
  readonly user: string;
  readonly atMs: number;
}

/** A component that asks about a user and instant, and what was asked, each to be answered by hand. */
function asking(first: Question) {
  let question = $state.raw<Question | null>(first);
  const asked: { question: Question; signal: AbortSignal; answer: (text: string) => void }[] = [];
  let found!: ReturnType<typeof latest<Question, string>>;
  onTestFinished(
    $effect.root(() => {
      found = latest(
        () => question && { ...question },
        (question, signal) => new Promise(answer => void asked.push({ question, signal, answer })),
      );
    }),
  );
  /** Effects run, then the frame, then what follows an answer. */
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve));
  };
  return {
    asked,
    found,
    settle,
    ask(next: Question | null) {
      question = next;
      return settle();
    },
  };
}

test('the same question is asked once, however often it is formed', async () => {
  const { asked, ask, settle, found } = asking({ user: 'a', atMs: 5 });
  await settle();
  await ask({ user: 'a', atMs: 5 });
  await ask({ user: 'a', atMs: 5 });
  expect(asked.map(({ question }) => question)).toEqual([{ user: 'a', atMs: 5 }]);
  asked[0]!.answer('of 5');
  await settle();
  await ask({ user: 'a', atMs: 5 });
  expect(asked).toHaveLength(1);
  expect(found).toMatchObject({ value: 'of 5', pending: false });
  found.retry();
  await settle();
  expect(asked).toHaveLength(2);
});

test('only the answer to the newest question counts, and the older one is aborted', async () => {
  const { asked, ask, settle, found } = asking({ user: 'a', atMs: 5 });
  await settle();
  await ask({ user: 'a', atMs: 6 });
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  asked[1]!.answer('of 6');
  await settle();
  asked[0]!.answer('of 5');
  await settle();
  expect(found).toMatchObject({ value: 'of 6', pending: false });
  await ask(null);
  expect(found).toMatchObject({ value: null, pending: false });
});

test('questions of one frame are asked as their last', async () => {
  const { asked, ask, settle } = asking({ user: 'a', atMs: 1 });
  void ask({ user: 'a', atMs: 2 });
  void ask({ user: 'a', atMs: 3 });
  await settle();
  expect(asked.map(({ question }) => question.atMs)).toEqual([3]);
});
