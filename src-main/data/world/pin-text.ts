import { Rng } from '../../base/rng.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';

/** Topics with their leaves; a title reads "<adjective> <leaf> <ending>". */
const TOPICS: readonly (readonly [topic: string, leaves: readonly string[]])[] = [
  [
    'Home decor',
    [
      'floating shelves',
      'gallery walls',
      'reading corners',
      'linen curtains',
      'entryway benches',
      'pendant lamps',
      'woven rugs',
      'bathroom tiles',
    ],
  ],
  [
    'Food',
    [
      'sourdough loaves',
      'one-pot pastas',
      'lentil soups',
      'sheet-pan dinners',
      'berry tarts',
      'breakfast bowls',
      'street tacos',
      'iced coffees',
    ],
  ],
  [
    'Garden',
    [
      'raised beds',
      'herb spirals',
      'climbing roses',
      'gravel paths',
      'compost bins',
      'balcony planters',
      'succulent pots',
      'pond edges',
    ],
  ],
  [
    'Fashion',
    [
      'trench coats',
      'linen dresses',
      'denim jackets',
      'ankle boots',
      'knitted scarves',
      'office outfits',
      'silk blouses',
      'wide-leg trousers',
    ],
  ],
  [
    'Travel',
    [
      'coastal roads',
      'mountain huts',
      'night markets',
      'island ferries',
      'city rooftops',
      'desert camps',
      'train journeys',
      'old town walks',
    ],
  ],
  [
    'Crafts',
    [
      'paper garlands',
      'macrame hangers',
      'clay bowls',
      'lino prints',
      'patchwork quilts',
      'resin trays',
      'wood carvings',
      'beaded earrings',
    ],
  ],
  [
    'Fitness',
    [
      'morning stretches',
      'kettlebell circuits',
      'trail runs',
      'core workouts',
      'yoga flows',
      'swim drills',
      'climbing holds',
      'cycling plans',
    ],
  ],
  [
    'Weddings',
    [
      'table settings',
      'wild bouquets',
      'paper invitations',
      'arch flowers',
      'tiered cakes',
      'braided updos',
      'vow books',
      'barn lights',
    ],
  ],
  [
    'Kids',
    [
      'sensory bins',
      'bunk beds',
      'lunch boxes',
      'cardboard forts',
      'story corners',
      'birthday themes',
      'finger paints',
      'treehouses',
    ],
  ],
  [
    'Art',
    [
      'watercolour skies',
      'ink portraits',
      'abstract canvases',
      'colour palettes',
      'figure sketches',
      'pixel scenes',
      'street murals',
      'still lifes',
    ],
  ],
  [
    'Technology',
    [
      'desk setups',
      'mechanical keyboards',
      'home servers',
      'smart lights',
      'phone wallpapers',
      'camera rigs',
      'robot kits',
      'cable trays',
    ],
  ],
  [
    'Beauty',
    [
      'gel manicures',
      'curly haircuts',
      'bridal make-up',
      'skin routines',
      'pixie cuts',
      'freckle looks',
      'scented oils',
      'balayage tones',
    ],
  ],
]; // prettier-ignore

const ADJECTIVES = [
  'Rustic',
  'Modern',
  'Simple',
  'Bold',
  'Vintage',
  'Soft',
  'Bright',
  'Tiny',
  'Grand',
  'Quiet',
  'Playful',
  'Nordic',
  'Moody',
  'Classic',
  'Thrifty',
  'Handmade',
]; // prettier-ignore
const ENDINGS = [
  'for beginners',
  'in a weekend',
  'for small spaces',
  'you can copy',
  'on a budget',
  'step by step',
  'in earth tones',
  'for autumn',
  'for spring',
  'that last',
  'worth saving',
  'in five ideas',
  'with a twist',
  'before and after',
  'for two',
  'without fuss',
]; // prettier-ignore

/** Name of a leaf as an interest: "Food / lentil soups"; numbered past the written vocabulary. */
export function leafName(config: WorldConfig, leaf: number): string {
  return `${topicName(Math.floor(leaf / config.leavesPerTopic))} / ${leafNoun(config, leaf)}`;
}

/** A readable title, drawn for each pin on its own. */
export function pinTitle(config: WorldConfig, catalogue: Catalogue, pin: number): string {
  const rng = Rng.derive(config.seed, 'world', 'title', pin);
  const adjective = ADJECTIVES[rng.int(ADJECTIVES.length)]!;
  const ending = ENDINGS[rng.int(ENDINGS.length)]!;
  const second = catalogue.secondLeaf[pin]!;
  const also = second >= 0 ? ` and ${leafNoun(config, second)}` : '';
  return `${adjective} ${leafNoun(config, catalogue.leaf[pin]!)}${also} ${ending}`;
}

function topicName(topic: number): string {
  const round = Math.floor(topic / TOPICS.length);
  const name = TOPICS[topic % TOPICS.length]![0];
  return round === 0 ? name : `${name} ${round + 1}`;
}

function leafNoun(config: WorldConfig, leaf: number): string {
  const topic = Math.floor(leaf / config.leavesPerTopic);
  const nouns = TOPICS[topic % TOPICS.length]![1];
  const within = leaf % config.leavesPerTopic;
  const round = Math.floor(within / nouns.length);
  const noun = nouns[within % nouns.length]!;
  return round === 0 ? noun : `${noun} ${round + 1}`;
}
