interface Named {
  readonly kind: string;
  readonly name: string | null;
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
}

const DATA = ['import', 'world', 'dataset'];

/**
 * A kind's sample with the names of a notebook: `$data` becomes its last data set, `$dense` its last
 * training, `$sasrec` the one before. What the notebook does not have keeps the sample's own name; a list of
 * two trainings becomes a list of the one there is. A query's `$schema` is the data set that the last of its
 * cells makes or reads; where there is none, that of a workspace with one alone. It ends without a line break.
 */
export function sampleFor(sample: string, cells: readonly Named[]): string {
  const names = (kinds: readonly string[]) =>
    cells
      .flatMap(({ kind, name }) => (name !== null && kinds.includes(kind) ? [name] : []))
      .reverse();
  const [data] = names(DATA);
  const [train, other] = names(['train']);
  const one = train !== undefined && other === undefined;
  const dataset = cells.map(({ config }) => config?.dataset).findLast(isText);
  return sample
    .trimEnd()
    .replace('$schema.', dataset === undefined ? '' : `"${dataset.replaceAll('"', '""')}".`)
    .replace(', $sasrec]', one ? ']' : ', $sasrec]')
    .replaceAll(/\$(data|dense|sasrec)\b/g, (reference, which: string) => {
      const name = which === 'data' ? data : which === 'dense' ? train : other;
      return name === undefined ? reference : `$${name}`;
    });
}

const isText = (value: unknown): value is string => typeof value === 'string';
