import { promises as fs } from 'node:fs';
import { dirname, join } from 'node:path';
import { badInput } from '../base/errors.js';
import { suggest } from '../base/nearest.js';
import type { ImportMapping } from './import-mapping.js';

/** Mappings of public data sets, for their files as they are. */
export const presets: Readonly<Record<string, ImportMapping>> = {
  /**
   * Check-ins (SNAP loc-gowalla layout). One action type: every check-in is positive. Interests are
   * cells of about 2 km and, where the name says it, the kind of place.
   */
  gowalla: {
    delimiter: '\t',
    header: false,
    time: 'iso',
    positive: 'all',
    columns: { user: 1, at: 2, lat: 3, lon: 4, pin: 5 },
    pins: {
      delimiter: '\t',
      header: false,
      columns: { pin: 1, title: 2, lat: 3, lon: 4 },
      interestsFrom: ['geoCell', 'titleWord'],
    },
  },
  /** MovieLens 1M: ratings of 4 and 5 are positive (spec §1); genres are interests. */
  movielens: {
    delimiter: '::',
    header: false,
    time: 's',
    positive: 'rating >= 4',
    columns: { user: 1, pin: 2, rating: 3, at: 4 },
    pins: {
      delimiter: '::',
      header: false,
      encoding: 'latin-1',
      columns: { pin: 1, title: 2, interests: 3 },
      interestsSeparator: '|',
    },
  },
  /**
   * CI&T Deskdrop. A view has no duration and is the deliberate opening of an article, the nearest to
   * the paper's click, so it is positive too: with likes, bookmarks, follows and comments alone 142
   * people have a positive in the last 14 days, with views 546, and below 200 test users nothing is
   * decided (spec §6). The stricter rule is `type in (LIKE, BOOKMARK, FOLLOW, 'COMMENT CREATED')`.
   * Articles come without text: no interests.
   */
  deskdrop: {
    delimiter: ',',
    header: true,
    time: 's',
    positive: "type in (VIEW, LIKE, BOOKMARK, FOLLOW, 'COMMENT CREATED')",
    columns: { user: 'personId', pin: 'contentId', at: 'timestamp', type: 'eventType' },
  },
};

const PIN_FILES: Readonly<Record<string, RegExp>> = {
  gowalla: /venues\.(csv|tsv|txt)(\.gz)?$/i,
  movielens: /^movies\.dat(\.gz)?$/i,
};

/** Whether the data set of a preset comes with a pins file. */
export function hasPinsFile(preset: string): boolean {
  return PIN_FILES[preset] !== undefined;
}

/** The pins file that comes with a preset's events, found beside them; undefined when there is none. */
export async function presetPinsFile(
  preset: string,
  eventFile: string,
): Promise<string | undefined> {
  const pattern = PIN_FILES[preset];
  if (!pattern) return undefined;
  const folder = dirname(eventFile);
  const names = await fs.readdir(folder).catch(() => []);
  const found = names.filter(name => pattern.test(name)).sort()[0];
  return found === undefined ? undefined : join(folder, found);
}

/** The preset of that name; BAD_INPUT offers the nearest. */
export function presetNamed(name: string): ImportMapping {
  const preset = presets[name];
  if (preset) return preset;
  throw badInput(`"${name}" is no preset.`, {
    where: 'as',
    remedy: suggest(name, Object.keys(presets)),
  });
}
