import type { Provenance } from '../../src-main/contract/notebook.js';
import { count, duration } from '../widgets/format.js';
import { instant } from '../widgets/format-time.js';

export interface ProvenancePart {
  readonly text: string;
  /** The long form: a whole hash. */
  readonly full?: string | undefined;
  readonly code: boolean;
}

/**
 * run, checkpoint · data@hash · users · device · when · how long · computed or cached: what is known of it.
 * A view names its `user` too.
 */
export function provenanceParts(
  from: Provenance,
  user: string | null = null,
): readonly ProvenancePart[] {
  const { dataset, otherDatasets = [], device } = from;
  return [
    ...runParts(from.runs ?? []),
    ...(dataset ? [dataset, ...otherDatasets] : []).map(({ name, contentHash }) => ({
      text: `${name}@${contentHash.slice(0, SHORT)}`,
      full: `data ${name}, content ${contentHash}`,
      code: true,
    })),
    ...(user === null ? [] : [words(`user ${user}`)]),
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

/** Provenance as one line of text. */
export function provenanceText(from: Provenance, user: string | null = null): string {
  return provenanceParts(from, user)
    .map(({ text }) => text)
    .join(' · ');
}

function words(text: string, full?: string): ProvenancePart {
  return { text, full, code: false };
}

/** Characters of a hash that tell it from others at a glance. */
const SHORT = 6;
/** More runs than this are counted, not named. */
const MOST_RUNS = 3;

function runParts(runs: NonNullable<Provenance['runs']>): readonly ProvenancePart[] {
  const checkpoint = (sha256: string) => `checkpoint ${sha256}`;
  if (runs.length > MOST_RUNS)
    return [
      words(
        `${count(runs.length)} runs`,
        runs.map(each => `${each.run}, ${checkpoint(each.checkpointSha256)}`).join('; '),
      ),
    ];
  return runs.map(({ run, checkpointSha256: sha256 }) =>
    words(`run ${run}, ${checkpoint(sha256.slice(0, SHORT))}`, checkpoint(sha256)),
  );
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
