import { buildWhenStale } from '../scripts/steps/build.mjs';

/** Programs that tests start as processes are built files: bring them up to date once a run. */
export default async function setup(): Promise<void> {
  const { code, output } = await buildWhenStale();
  if (code !== 0)
    console.error(`${output}\nThe build failed: tests of processes run on the previous one.`);
}
