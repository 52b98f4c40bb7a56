import MarkdownIt from 'markdown-it';
import type { ProseValue } from '../../src-main/contract/notebook.js';
import { headingAnchor, headingsOf } from './outline.js';
import { valueText } from './value-text.js';

/**
 * Prose to HTML. The file may be anybody's, so nothing of its HTML passes, images are named instead of
 * fetched, and there are no style attributes (the page's policy forbids them).
 */
export function renderProse(
  source: string,
  cell: string,
  value: (reference: string) => ProseValue | undefined,
  place: (slug: string) => string | undefined = () => undefined,
): string {
  const slugs = headingsOf(source).map(({ slug }) => headingAnchor(cell, slug));
  const environment: Environment = { slugs: slugs.values(), value, place };
  return markdown.render(source, { environment });
}

interface Environment {
  readonly slugs: Iterator<string>;
  /** What `{{reference}}` stands for now; undefined while the engine has not said. */
  readonly value: (reference: string) => ProseValue | undefined;
  /** Where on the page `#slug` leads. */
  readonly place: (slug: string) => string | undefined;
}

/** markdown-it passes on what `render` was given, untyped. */
function environmentOf(env: object | undefined): Environment {
  return (env as { readonly environment: Environment }).environment;
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
const { rules } = markdown.renderer;

markdown.inline.ruler.before('escape', 'value', (state, silent) => {
  const found = /^\{\{\s*([^{}\n]{1,200}?)\s*\}\}/.exec(
    state.src.slice(state.pos, state.pos + 210),
  );
  if (!found) return false;
  if (!silent) state.push('value', '', 0).content = found[1] ?? '';
  state.pos += found[0].length;
  return true;
});
rules.value = (tokens, index, _options, env) => {
  const reference = tokens[index]?.content ?? '';
  const found = environmentOf(env).value(reference);
  const escaped = markdown.utils.escapeHtml;
  // A blank, about as wide as what will stand there, so that the lines stay where they are.
  if (!found || found.state === 'awaited') {
    const why = found ? `${reference}: ${found.why}` : `${reference} has no value yet.`;
    return `<span class="value blank" role="img" aria-label="not computed yet" title="${escaped(why)}"></span>`;
  }
  if (found.state === 'missing')
    return `<span class="value unknown" title="${escaped(found.why)}">{{${escaped(reference)}}}</span>`;
  const text = escaped(valueText(found.value));
  return found.state === 'stale'
    ? `<span class="value stale" title="${escaped(reference)}, out of an output that is stale">${text} (stale)</span>`
    : `<span class="value" title="${escaped(reference)}">${text}</span>`;
};

rules.heading_open = (tokens, index, options, env, self) => {
  const slug = environmentOf(env).slugs.next();
  if (!slug.done) tokens[index]?.attrSet('id', slug.value);
  return self.renderToken(tokens, index, options);
};

rules.image = (tokens, index) => {
  const token = tokens[index];
  const escaped = markdown.utils.escapeHtml;
  return `<a class="image" href="${escaped(String(token?.attrGet('src') ?? ''))}" rel="noreferrer" target="_blank">image: ${escaped(token?.content ?? '')}</a>`;
};

rules.link_open = (tokens, index, options, env, self) => {
  const token = tokens[index];
  const href = String(token?.attrGet('href') ?? '');
  if (href.startsWith('#')) {
    const place = environmentOf(env).place(decoded(href.slice(1)));
    if (place !== undefined) token?.attrSet('href', `#${place}`);
  } else {
    token?.attrSet('target', '_blank');
    token?.attrSet('rel', 'noreferrer');
  }
  return self.renderToken(tokens, index, options);
};

/** As it was written: markdown-it encodes what is no letter of ASCII. */
function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

// Aligned columns come with a style attribute; a class says the same.
for (const cell of ['th_open', 'td_open'] as const) {
  rules[cell] = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    const align = /text-align:(\w+)/.exec(String(token?.attrGet('style') ?? ''))?.[1];
    if (token && align !== undefined) token.attrs = [['class', `align-${align}`]];
    return self.renderToken(tokens, index, options);
  };
}
