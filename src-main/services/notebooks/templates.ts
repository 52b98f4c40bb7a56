import { StudioError } from '../../base/errors.js';
import { suggest } from '../../base/nearest.js';

/** The notebook that a new workspace opens with. */
export const SAMPLE_NOTEBOOK = 'daily-or-realtime';

/** Texts of resources/notebooks, taken into the build. */
const files: Readonly<Record<string, string>> = import.meta.glob(
  '../../../resources/notebooks/*.md',
  { query: '?raw', import: 'default', eager: true },
);
const texts = new Map(
  Object.entries(files).map(([path, text]) => [path.replace(/^.*\/(.*)\.md$/, '$1'), text]),
);

/** Notebooks to begin with, by name; the title is their first heading. */
export function listTemplates(): { name: string; title: string }[] {
  return [...texts].map(([name, text]) => ({
    name,
    title: /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? name,
  }));
}

/** NOT_FOUND names the nearest template. */
export function templateText(name: string): string {
  const text = texts.get(name);
  if (text !== undefined) return text;
  throw new StudioError('NOT_FOUND', `there is no template "${name}".`, {
    remedy: suggest(name, texts.keys()),
  });
}
