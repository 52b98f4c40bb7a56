import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const train = (objective: string) => `dataset: $world
preset: tiny
objective: ${objective}
set:
  steps: 20
  batchUsers: 8
  model.sequenceLength: 32
  negatives.random: 64
  validation.enabled: false
  optimizer.warmupSteps: 5`;

/** A cell of every kind by its name, in an order in which each finds what it reads. */
export const everyKind: Readonly<Record<string, { readonly kind: string; readonly yaml: string }>> =
  {
    log: { kind: 'import', yaml: 'dataset: log\nfiles: [FILE]\ntime: s\npositive: type = save' },
    world: { kind: 'world', yaml: 'size: tiny' },
    facts: { kind: 'dataset', yaml: 'dataset: $log' },
    data: { kind: 'profile', yaml: 'dataset: $world' },
    dense: { kind: 'train', yaml: train('denseAllAction') },
    sasrec: { kind: 'train', yaml: train('sasrec') },
    cadences: { kind: 'simulate', yaml: 'runs: [$dense, $sasrec]\nusers: test' },
    life: { kind: 'timeline', yaml: 'run: $dense' },
    attends: { kind: 'attention', yaml: 'run: $dense' },
    found: { kind: 'retrieve', yaml: 'run: $dense' },
    missed: { kind: 'target', yaml: 'run: $dense' },
    spread: { kind: 'diversity', yaml: 'runs: [$dense]\nusers: test' },
    who: { kind: 'users', yaml: 'run: $dense\nusers: test' },
    duel: { kind: 'compare', yaml: 'runs: [$dense, $sasrec]\nusers: test' },
    count: {
      kind: 'sql',
      yaml: 'SELECT type, count(*) AS actions FROM $world.actions GROUP BY type',
    },
    plane: { kind: 'map', yaml: 'run: $dense' },
    graph: { kind: 'index', yaml: 'run: $dense' },
  };

/** A workspace with one notebook, "all", of a prose cell and one of every other kind. */
export async function makeEveryKind(workspace: string): Promise<void> {
  const file = join(workspace, 'actions.csv');
  const rows = Array.from({ length: 240 }, (_, i) =>
    [`u${i % 6}`, `p${(i * 7) % 40}`, 1_700_000_000 + i * 3600, i % 3 ? 'closeup' : 'save'].join(),
  );
  await mkdir(join(workspace, 'notebooks'), { recursive: true });
  await writeFile(file, `user,pin,at,type\n${rows.join('\n')}\n`);
  await writeFile(
    join(workspace, 'workspace.json'),
    JSON.stringify({ format: 'pinnerformer-workspace', version: 1 }),
  );
  const cells = Object.entries(everyKind).map(
    ([name, { kind, yaml }]) => `\`\`\`${kind} #${name}\n${yaml.replace('FILE', file)}\n\`\`\`\n`,
  );
  await writeFile(
    join(workspace, 'notebooks', 'all.md'),
    `# Every kind\n\nOne cell of each.\n\n${cells.join('\n')}\nThe end.\n`,
  );
}
