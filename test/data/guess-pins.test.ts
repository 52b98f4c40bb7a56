import { expect, test } from 'vitest';
import { guessPins, keyCandidates, mayBePins } from '../../src-main/data/guess-pins.js';

const VENUES = [
  ['1391604', 'Conference House Park', '40.5017589436', '-74.2523431778'],
  ['1391611', 'Almer G. Russell Pavilion', '40.5022647413', '-74.2542636395'],
  ['3612422', 'Conference House', '40.5000644614', '-74.2490418254'],
];

test('a catalogue without a header is known by its values: key, title and place', () => {
  expect(mayBePins(undefined, VENUES)).toBe(true);
  expect(keyCandidates(undefined, VENUES)[0]).toBe(0);
  const { columns, unnamed, mapping } = guessPins(undefined, VENUES, 0);
  expect(Object.fromEntries(columns)).toEqual({ pin: 0, title: 1, lat: 2, lon: 3 });
  expect([...unnamed].sort()).toEqual(['lat', 'lon', 'pin', 'title']);
  expect(mapping).toEqual({ interestsFrom: ['geoCell', 'titleWord'] });
});

test('kinds that return behind a separator are interests', () => {
  const rows = [
    ['1', 'Toy Story (1995)', 'Animation|Comedy'],
    ['2', 'Jumanji (1995)', 'Comedy|Fantasy'],
    ['3', 'Grumpier Old Men (1995)', 'Comedy|Fantasy'],
    ['4', 'Bed of Roses', 'Animation|Fantasy'],
  ];
  const { columns, mapping } = guessPins(undefined, rows, 0);
  expect(Object.fromEntries(columns)).toEqual({ pin: 0, title: 1, interests: 2 });
  expect(mapping).toEqual({ interestsSeparator: '|' });
});

test('names tell the columns of a catalogue, whose pins may have dates', () => {
  const names = ['article_id', 'headline', 'section', 'published_at', 'thumbnail_url', 'link'];
  const rows = [
    ['a', 'One day', 'x', '2020-01-01', 'http://e.org/1.jpg', 'http://e.org/1'],
    ['b', 'Two days', 'x', '2020-01-02', 'http://e.org/2.jpg', 'http://e.org/2'],
  ];
  expect(mayBePins(names, rows)).toBe(true);
  const { columns, unnamed } = guessPins(names, rows, 0);
  expect(Object.fromEntries(columns)).toEqual({
    pin: 0,
    title: 1,
    interests: 2,
    image: 4,
    url: 5,
  });
  expect(unnamed).toEqual([]);
});

test('a log, a table of users and a list of pairs describe no pins', () => {
  const log = VENUES.map(([pin, , lat, lon], i) => [`u${i}`, `2020-01-0${i + 1}`, lat, lon, pin]);
  expect(mayBePins(undefined, log)).toBe(false);
  const people = [
    ['1', 'F', '1', '10', '48067'],
    ['2', 'M', '56', '16', '70072'],
    ['3', 'M', '25', '15', '55117'],
  ];
  expect(mayBePins(undefined, people)).toBe(false);
  expect(
    mayBePins(
      ['user_id', 'name'],
      [
        ['1', 'Ann Lee'],
        ['2', 'Bob Ray'],
      ],
    ),
  ).toBe(false);
  expect(
    mayBePins(undefined, [
      ['u1', 'p1'],
      ['u1', 'p2'],
    ]),
  ).toBe(false);
});

test('a column in which a value comes twice is no key', () => {
  const rows = [...VENUES, VENUES[0]!];
  expect(keyCandidates(undefined, rows)).toEqual([]);
  expect(mayBePins(undefined, rows)).toBe(false);
});
