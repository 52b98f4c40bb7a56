import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ImportReport } from '../data/import.js';
import {
  ACTION_FIELDS,
  type ImportMapping,
  PIN_FIELDS,
  type PinsMapping,
  parseColumns,
} from '../data/import-mapping.js';
import { presets } from '../data/import-presets.js';
import { defineCommand } from './define-command.js';
import type { ImportDocument } from './json-documents.js';
import { wholeNumber } from './parse-options.js';
import type { CommonOptions, Shell } from './shell.js';
import { counted, formatCount, formatTime } from './terminal/format.js';
import { renderFacts, renderTable } from './terminal/table.js';
import { asUsage } from './usage-error.js';

interface ImportOptions extends CommonOptions {
  readonly dataset: string;
  readonly as?: string;
  readonly map?: string;
  readonly delimiter?: string;
  readonly header: boolean;
  readonly encoding?: 'utf-8' | 'latin-1';
  readonly columns?: string;
  readonly time?: 's' | 'ms' | 'iso' | 'dmy' | 'mdy' | 'order';
  readonly positive?: string;
  readonly pins?: string;
  readonly pinColumns?: string;
  readonly pinDelimiter?: string;
  readonly pinHeader: boolean;
  readonly pinEncoding?: 'utf-8' | 'latin-1';
  readonly interestsSeparator?: string;
  readonly embeddingSeparator?: string;
  readonly maxRejects?: number;
}

/** `pinnerformer import` */
export function importCommand(shell: Shell): Command {
  const encodings = ['utf-8', 'latin-1'];
  return defineCommand({
    name: 'import',
    summary: 'Bring files of actions (CSV, TSV, JSON lines, Parquet; gzip of any) into a data set.',
    examples: [
      ['import gowalla_events.csv.gz --dataset gowalla --as gowalla', 'a known layout'],
      [
        "import ratings.csv --dataset mine --columns user=userId,pin=itemId,at=timestamp,rating=rating --time s --positive 'rating >= 8'",
        'columns by name',
      ],
      [
        "import ratings.dat --dataset ml --delimiter '::' --no-header --columns user=1,pin=2,rating=3,at=4 --pins movies.dat --pin-columns pin=1,title=2,interests=3 --pin-delimiter '::' --interests-separator '|'",
        'columns by position, and a file of pins',
      ],
      ['import more.parquet --dataset mine', 'add a later file to what is there'],
    ],
  })
    .argument('<file...>', 'files of actions, in the order in which ties count')
    .requiredOption('--dataset <name>', 'what to call the data set')
    .addOption(
      new Option('--as <preset>', 'the layout of a public data set').choices(Object.keys(presets)),
    )
    .option('--map <file>', 'the mapping as a YAML file; options win over it')
    .option('--delimiter <text>', 'between columns, one character or more (default: found)')
    .option('--no-header', 'the first line is data')
    .addOption(new Option('--encoding <name>', 'of the files (default: found)').choices(encodings))
    .option(
      '--columns <map>',
      `name=column, by header or position from 1: ${ACTION_FIELDS.join(' ')}`,
    )
    .addOption(
      new Option(
        '--time <format>',
        'how times are written; dmy, mdy: day or month first; order: the rows are in time order',
      ).choices(['s', 'ms', 'iso', 'dmy', 'mdy', 'order']),
    )
    .option(
      '--positive <rule>',
      "which actions are positive, such as 'rating >= 4' or 'type = save'",
    )
    .option('--pins <file>', 'a file of pins')
    .option('--pin-columns <map>', `its columns: ${PIN_FIELDS.join(' ')}`)
    .option('--pin-delimiter <text>', 'between its columns')
    .option('--no-pin-header', 'its first line is data')
    .addOption(new Option('--pin-encoding <name>', 'of the file of pins').choices(encodings))
    .option('--interests-separator <text>', 'between the interests of a pin')
    .option('--embedding-separator <text>', 'between the numbers of an embedding in a text file')
    .addOption(
      new Option('--max-rejects <n>', 'fail when more rows than this cannot be used').argParser(
        wholeNumber('--max-rejects'),
      ),
    )
    .action((files: string[], options: ImportOptions) =>
      shell.run(options, async ({ engine, output, context }) => {
        const request = {
          dataset: options.dataset,
          files,
          as: options.as,
          map: options.map,
          mapping: asUsage(() => mappingOf(options)),
          maxRejects: options.maxRejects,
        };
        const report = await engine.datasets.import(request, context);
        output.result<ImportDocument>(report, () => renderImport(report));
      }),
    );
}

/** What the options say of the files; what none of them says is left out. */
function mappingOf(options: ImportOptions): ImportMapping {
  const { time, positive, encoding, columns } = options;
  const pins = pinsMappingOf(options);
  return {
    ...(columns === undefined
      ? {}
      : { columns: parseColumns(columns, ACTION_FIELDS, '--columns') }),
    ...(options.delimiter === undefined ? {} : { delimiter: unescaped(options.delimiter) }),
    ...(options.header ? {} : { header: false }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(time === undefined ? {} : { time }),
    ...(positive === undefined ? {} : { positive }),
    ...(Object.keys(pins).length === 0 ? {} : { pins }),
  };
}

function pinsMappingOf(options: ImportOptions): PinsMapping {
  const { pins, pinColumns, pinDelimiter, pinEncoding } = options;
  const { interestsSeparator, embeddingSeparator } = options;
  return {
    ...(pins === undefined ? {} : { file: resolve(pins) }),
    ...(pinColumns === undefined
      ? {}
      : { columns: parseColumns(pinColumns, PIN_FIELDS, '--pin-columns') }),
    ...(pinDelimiter === undefined ? {} : { delimiter: unescaped(pinDelimiter) }),
    ...(options.pinHeader ? {} : { header: false }),
    ...(pinEncoding === undefined ? {} : { encoding: pinEncoding }),
    ...(interestsSeparator === undefined ? {} : { interestsSeparator }),
    ...(embeddingSeparator === undefined ? {} : { embeddingSeparator }),
  };
}

/** Shells pass `\t` as two characters; nobody means those. */
function unescaped(text: string): string {
  return text.replaceAll('\\t', '\t');
}

function renderImport(report: ImportReport): string {
  const { added, rejected } = report;
  const facts = renderFacts([
    ['data set', report.dataset],
    ['users', formatCount(report.users)],
    ['pins', formatCount(report.pins)],
    ['actions', formatCount(report.actions)],
    ['positives', formatCount(report.positives)],
    ['first action', formatTime(Date.parse(report.firstAt))],
    ['last action', formatTime(Date.parse(report.lastAt))],
  ]);
  const reasons = Object.entries(rejected).sort((a, b) => b[1] - a[1]);
  const rejects = renderTable(
    [{ header: 'rows left out because of', align: 'left' }, { header: 'rows' }],
    reasons.map(([reason, count]) => [reason, formatCount(count)]),
  );
  const change = report.unchanged
    ? 'Nothing was changed: all of this had been imported before.'
    : `${counted(added.actions, 'action')} and ${counted(added.users, 'user')} were added, ${counted(added.rejected, 'row')} left out.`;
  return [facts, reasons.length > 0 ? rejects : '', change]
    .filter(part => part !== '')
    .join('\n\n');
}
