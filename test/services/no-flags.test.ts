import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../src-main');
/** What is said in the window too; the command line adds its flags in `cli/flag-words`. */
const FLOORS = [
  ...['base', 'compute', 'model', 'data', 'retrieve', 'evaluate', 'train', 'simulate', 'inspect'],
  ...['notebook', 'contract', 'services', 'web'],
];

/** The texts of a source that hold a flag of the command line; a line to type is none. */
function flagsIn(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const said = node.getText().replace(/\\?`(npm|iconv) .*?`/g, '');
      if (/(^|[\s('"`])--[a-z]/.test(said)) found.push(said);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

test('a flag is seen in plain texts and in templates, and not in comments', () => {
  expect(flagsIn("a({ remedy: 'Choose another --at.' }); // --no")).toHaveLength(1);
  expect(flagsIn(`b(\`Say --columns \${field}=1.\`)`)).toHaveLength(1);
  expect(flagsIn("c('Run `npm run it -- --cpu`, a -- b.')")).toEqual([]);
});

test.each(FLOORS)('no text of %s names a flag of the command line', floor => {
  const files = readdirSync(join(ROOT, floor), { recursive: true, encoding: 'utf8' });
  const said = files
    .filter(file => file.endsWith('.ts'))
    .flatMap(file => flagsIn(readFileSync(join(ROOT, floor, file), 'utf8')));
  expect(said).toEqual([]);
});
