/** Interests for pins that come without any (spec §1): places become grid cells and kinds of place. */

/** Side of a cell in degrees: about 2.2 km north to south. */
const CELL_DEGREES = 0.02;

/** The grid cell of a place, named by its south-west corner; undefined without coordinates. */
export function geoCell(lat: number | undefined, lon: number | undefined): string | undefined {
  if (lat === undefined || lon === undefined) return undefined;
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return undefined;
  const corner = (degrees: number) =>
    (Math.floor(degrees / CELL_DEGREES) * CELL_DEGREES).toFixed(2);
  return `cell ${corner(lat)} ${corner(lon)}`;
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  park: ['park', 'playground', 'garden', 'gardens'],
  cafe: ['cafe', 'caffe', 'coffee', 'starbucks', 'espresso', 'tea'],
  bar: ['bar', 'pub', 'tavern', 'lounge', 'saloon', 'wine', 'beer', 'ale'],
  restaurant: [
    'restaurant',
    'grill',
    'diner',
    'bistro',
    'kitchen',
    'trattoria',
    'brasserie',
    'steakhouse',
    'cuisine',
  ],
  pizza: ['pizza', 'pizzeria'],
  'fast food': [
    "mcdonald's",
    'burger',
    'burgers',
    'wendy’s',
    "wendy's",
    'kfc',
    'taco',
    'tacos',
    'chicken',
  ],
  asian: ['sushi', 'thai', 'ramen', 'noodle', 'noodles', 'chinese', 'japanese', 'korean', 'indian'],
  bakery: [
    'bakery',
    'donuts',
    "dunkin'",
    'bagel',
    'bagels',
    'cupcakes',
    'dessert',
    'creamery',
    'gelato',
  ],
  shop: [
    'shop',
    'store',
    'market',
    'deli',
    'boutique',
    'outlet',
    'mall',
    'books',
    'wines',
    'liquors',
  ],
  pharmacy: ['pharmacy', 'cvs', 'duane', 'walgreens'],
  bank: ['bank', 'chase', 'atm'],
  hotel: ['hotel', 'inn', 'hostel', 'suites'],
  transit: ['station', 'subway', 'mta', 'terminal', 'bus', 'ferry', 'train', 'path', 'airport'],
  school: ['school', 'college', 'university', 'academy', 'nyu', 'campus'],
  worship: ['church', 'synagogue', 'temple', 'chapel', 'cathedral', 'mosque'],
  health: ['hospital', 'medical', 'clinic', 'dental'],
  fitness: ['gym', 'fitness', 'yoga', 'sports', 'crossfit'],
  beauty: ['salon', 'spa', 'barber', 'nails'],
  culture: [
    'theatre',
    'theater',
    'museum',
    'gallery',
    'art',
    'arts',
    'cinema',
    'cinemas',
    'library',
  ],
  nightlife: ['club', 'karaoke', 'nightclub'],
  office: ['office', 'offices', 'hq', 'inc', 'studio', 'studios', 'media', 'company'],
  home: ['home', 'house', 'apartment', 'apartments', 'casa'],
};

const KIND_OF_WORD = new Map(
  Object.entries(KINDS).flatMap(([kind, words]) => words.map(word => [word, kind] as const)),
);

/** The kind of place that a title names; its last telling word decides ("Coffee Shop" is a shop). */
export function titleKind(title: string): string | undefined {
  const words = title.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
  for (const word of words.reverse()) {
    const kind = KIND_OF_WORD.get(word);
    if (kind) return kind;
  }
  return undefined;
}
