import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { buildWhenStale } from './steps/build.mjs';
import { installWhenNeeded } from './steps/install.mjs';
import { requireNode } from './steps/node-version.mjs';
import { fromRoot, root, run } from './steps/processes.mjs';

requireNode();
const [name, ...parameters] = process.argv.slice(2);
const names = readdirSync(fromRoot('bench'))
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -3));

if (!name || !names.includes(name)) {
  if (name) console.error(`There is no bench named "${name}".`);
  console.log('npm run bench -- NAME [parameters], with NAME one of');
  for (const each of names) console.log(`  ${each.padEnd(20)} ${firstSentence(each)}`);
  process.exit(name ? 2 : 0);
}

await installWhenNeeded().catch(error => {
  console.error(error.message);
  process.exit(1);
});
const { code, output } = await buildWhenStale();
if (code !== 0) {
  console.error(output);
  process.exit(code);
}
await bundle(name);
process.exitCode = await run(process.execPath, [
  '--expose-gc',
  fromRoot(`out/bench/${name}.mjs`),
  ...parameters,
]);

/** One file, as the product is bundled: tfjs-core inside, native packages outside. */
async function bundle(/** @type {string} */ bench) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir: 'out/bench',
      emptyOutDir: false,
      rolldownOptions: {
        input: { [bench]: fromRoot(`bench/${bench}.ts`) },
        output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  });
}

/** The sentence that opens a bench's source says what it measures. */
function firstSentence(/** @type {string} */ bench) {
  const path = fromRoot(`bench/${bench}.ts`);
  const opening = existsSync(path) ? /\/\*\*([\s\S]*?)\*\//.exec(readFileSync(path, 'utf8')) : null;
  const words = (opening?.[1] ?? '')
    .replace(/^\s*\*/gm, ' ')
    .trim()
    .replace(/\s+/g, ' ');
  return words.split(/(?<=\.) /)[0] ?? '';
}
