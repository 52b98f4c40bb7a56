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
    ...(from.users === undefined ? [] : [words(`${count(from.users)} users`)]),
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
