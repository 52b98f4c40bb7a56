import { datasetName } from '../cells/import/mapping.js';

/** The settings of an import of these files, with a data set named after the first. */
function importOf(paths: readonly string[]): string {
  const list = paths.map(path => `  - ${JSON.stringify(path)}\n`).join('');
  return `dataset: ${datasetName(paths)}\nfiles:\n${list}`;
}

/** A notebook that leads from these files to what a daily embedding costs on them. */
export function notebookOf(paths: readonly string[]): string {
  return `# What does a daily embedding cost on ${datasetName(paths)}?

Check below what each column stands for, and import. Nothing of the file is changed. **Run all** then trains a model and replays embeddings that are computed once, daily, or after every action.

\`\`\`import #data
${importOf(paths)}\`\`\`

\`\`\`profile #profile
dataset: $data
\`\`\`

\`\`\`train #model
dataset: $data
\`\`\`

They are replayed for test users, whom training never saw. Every look at these is counted below its result: while you try settings, write \`users: validation\` instead.

\`\`\`simulate #cadences
runs: [$model]
cadences: [once, daily, realtime]
users: test
\`\`\`

\`\`\`users #who
run: $model
users: test
\`\`\`

Shown below is who loses most when daily embeddings serve; a name above, or a difference of cadences, shows another.

\`\`\`timeline #life
run: $model
\`\`\`

\`\`\`retrieve #found
run: $model
\`\`\`
`;
}
