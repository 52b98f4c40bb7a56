import type { Provenance } from '../../src-main/contract/notebook.js';
import { count, duration } from '../widgets/format.js';
import { instant } from '../widgets/format-time.js';

export interface ProvenancePart {
  readonly text: string;
  /** The long form: a whole hash. */
  readonly full?: string | undefined;
  readonly code: boolean;
}

/** run · data@hash · users · device · when · how long · computed or cached: what is known of it. */
export function provenanceParts(from: Provenance): readonly ProvenancePart[] {
  const words = (text: string, full?: string): ProvenancePart => ({ text, full, code: false });
  const { dataset, runs = [], device } = from;
  return [
    ...runs.map(({ run, checkpointSha256 }) =>
      words(`run ${run}`, `checkpoint ${checkpointSha256}`),
    ),
    ...(dataset
      ? [
          {
            text: `${dataset.name}@${dataset.contentHash.slice(0, 6)}`,
            full: `data ${dataset.name}, content ${dataset.contentHash}`,
            code: true,
          },
        ]
      : []),
    ...(from.users === undefined
      ? []
      : [words(measuredOn(from, from.users), PARTS[from.part ?? ''])]),
    ...(from.testReads === undefined
      ? []
      : [words(readsWords(from.testReads), 'runs/<run>/test-reads.jsonl lists them')]),
    ...(from.seed === undefined ? [] : [words(`seed ${from.seed}`)]),
    ...(device
      ? [
          words(
            device.name,
            `${device.version}, ${device.threads} thread${device.threads === 1 ? '' : 's'}`,
          ),
        ]
      : []),
    words(`${instant(from.computedAtMs)} UTC`),
    words(duration(from.seconds)),
    words(from.cached ? 'cached' : 'computed', `version ${from.codeVersion}`),
  ];
}

const PARTS: Readonly<Record<string, string>> = {
  validation: 'Training never saw them; its settings may have been chosen by them',
  test: 'Neither training nor the choice of its settings saw them',
};

/** "289 test users" */
export function measuredOn({ part }: Pick<Provenance, 'part'>, users: number): string {
  return `${count(users)} ${part === undefined ? '' : `${part} `}users`;
}

/** Each look at test users makes the next one less of a test. */
function readsWords(reads: number): string {
  return reads === 1 ? 'first look at them' : `look ${count(reads)} at them`;
}
