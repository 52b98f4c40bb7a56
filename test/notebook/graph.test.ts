import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GraphCell, graphOf, neededBy, readersOf } from '../../src-main/notebook/graph.js';

const cell = (id: string, ...references: string[]): GraphCell => ({ id, name: id, references });

test('inputs come before those who read them, else the document’s order holds', () => {
  const graph = graphOf([cell('c', 'b'), cell('a'), cell('b', 'a'), cell('d')]);
  expect(graph.order).toEqual(['a', 'b', 'c', 'd']);
  expect(graph.errors.size).toBe(0);
  expect(neededBy(graph, 'c')).toEqual(['a', 'b', 'c']);
  expect(readersOf(graph, ['a'])).toEqual(['b', 'c']);
});

test('an unknown name is an error with the nearest, a second cell of a name one with the first', () => {
  const graph = graphOf([cell('dense'), cell('x', 'dens'), { ...cell('y'), name: 'dense' }]);
  expect(graph.errors.get('x')).toEqual({
    message: 'there is no cell #dens.',
    remedy: 'Did you mean dense?',
    unknown: 'dens',
    nearest: 'dense',
  });
  expect(graph.errors.get('y')?.message).toContain('another cell above is called #dense');
});

test('who stands in a cycle is told the way round, who only reads it is not', () => {
  const graph = graphOf([cell('a', 'b'), cell('b', 'a'), cell('c', 'a')]);
  expect(graph.errors.get('a')?.message).toBe('it reads itself: #a reads #b reads #a.');
  expect([...graph.errors.keys()].sort()).toEqual(['a', 'b']);
  expect([...graph.order].sort()).toEqual(['a', 'b', 'c']);
});

test('a cell that is waited for is an input like a named one, once', () => {
  const { inputs } = graphOf([cell('a'), { ...cell('b', 'a'), waitsFor: ['a'] }]);
  expect(inputs.get('b')).toEqual(['a']);
});

test('any graph is ordered whole; without a cycle every input stands before its reader', () => {
  const cells = fc
    .array(fc.array(fc.nat(11), { maxLength: 3 }), { maxLength: 12 })
    .map(all => all.map((refs, i) => cell(`n${i}`, ...refs.map(ref => `n${ref}`))));
  fc.assert(
    fc.property(cells, all => {
      const graph = graphOf(all);
      expect([...graph.order].sort()).toEqual(all.map(({ id }) => id).sort());
      const place = new Map(graph.order.map((id, i) => [id, i]));
      const inCycle = (id: string) => graph.errors.get(id)?.message.startsWith('it reads itself');
      for (const [id, inputs] of graph.inputs)
        for (const input of inputs)
          if (place.get(input)! >= place.get(id)!) expect(inCycle(id) && inCycle(input)).toBe(true);
      if (graph.errors.size > 0) return;
      for (const id of graph.order)
        for (const needed of neededBy(graph, id))
          if (needed !== id) expect(readersOf(graph, [needed])).toContain(id);
    }),
  );
});
