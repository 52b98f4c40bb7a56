import { type Command, Option } from 'commander';
import type { Retrieval, ShownPin } from '../services/jobs/retrieve.js';
import { defineCommand } from './define-command.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { wholeNumber } from './parse-options.js';
import { parseTime } from './parse-time.js';
import type { CommonOptions, Shell } from './shell.js';
import { counted, formatTime } from './terminal/format.js';
import { type Column, renderTable } from './terminal/table.js';
import { fitTo } from './terminal/width.js';

interface RetrieveOptions extends CommonOptions, DeviceOptions {
  readonly run: string;
  readonly user: string;
  readonly at?: string;
  readonly top: number;
  readonly tail: number;
}

/** `pinnerformer retrieve` */
export function retrieveCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'retrieve',
      summary: "Show the end of a user's sequence and the pins that its embedding retrieves.",
      examples: [
        ['retrieve --run gowalla-dense-1 --user 1042', 'at the time at which training ended'],
        ['retrieve --run gowalla-dense-1 --user 1042 --at 2010-06-01 -k 20', 'at another time'],
      ],
    })
      .requiredOption('--run <name>', 'a trained run')
      .requiredOption('--user <id>', "the user's id in the data")
      .option('--at <time>', 'the moment of the embedding (default: the end of training)')
      .addOption(
        new Option('-k, --top <n>', 'pins to retrieve').default(10).argParser(wholeNumber('-k', 1)),
      )
      .addOption(
        new Option('--tail <n>', 'actions of the sequence to show')
          .default(10)
          .argParser(wholeNumber('--tail')),
      ),
  ).action((options: RetrieveOptions) =>
    shell.run(options, async ({ engine, output, context }) => {
      const request = {
        run: options.run,
        user: options.user,
        ...(options.at === undefined ? {} : { atMs: parseTime(options.at) }),
        k: options.top,
        tail: options.tail,
        ...deviceParams(options),
      };
      output.result(await engine.retrieval.retrieve(request, context), renderRetrieval);
    }),
  );
}

const TITLE_COLUMNS = 36;

/** The tail and the pins as two tables; columns that the data lacks are left out. */
export function renderRetrieval(retrieval: Retrieval): string {
  const { tail, pins } = retrieval;
  const shown = [...tail, ...pins];
  const titles = shown.some(pin => pin.title !== '');
  const interests = shown.some(pin => pin.interests.length > 0);
  const pinColumns: Column[] = [{ header: 'pin', align: 'left' }];
  if (titles) pinColumns.push({ header: 'title', align: 'left' });
  if (interests) pinColumns.push({ header: 'interests', align: 'left' });
  const pinCells = (pin: ShownPin) => [
    pin.pin,
    ...(titles ? [fitTo(pin.title, TITLE_COLUMNS)] : []),
    ...(interests ? [fitTo(pin.interests.join(', '), TITLE_COLUMNS)] : []),
  ];
  const typed = tail.some(action => action.type !== '');
  const placed = tail.some(action => action.surface !== '');
  const tailTable = renderTable(
    [
      { header: 'at', align: 'left' },
      ...(typed ? [{ header: 'type', align: 'left' } as const] : []),
      ...(placed ? [{ header: 'surface', align: 'left' } as const] : []),
      ...pinColumns,
    ],
    tail.map(action => [
      formatTime(Date.parse(action.at)),
      ...(typed ? [action.type] : []),
      ...(placed ? [action.surface] : []),
      ...pinCells(action),
    ]),
  );
  const pinTable = renderTable(
    [
      { header: '#' },
      { header: pins.some(pin => pin.distance === null) ? 'score' : 'distance' },
      ...pinColumns,
      { header: 'before', align: 'left' },
      { header: 'engaged with later', align: 'left' },
    ],
    pins.map(pin => [
      String(pin.rank),
      (pin.distance ?? pin.score).toFixed(3),
      ...pinCells(pin),
      pin.visited ? 'visited' : '',
      pin.engagedAt === null ? '' : formatTime(Date.parse(pin.engagedAt)),
    ]),
  );
  const hits = pins.filter(pin => pin.engagedAt !== null).length;
  const at = formatTime(Date.parse(retrieval.at));
  if (retrieval.sequenceLength === 0)
    return `User ${retrieval.user} has no usable action at or before ${at}, so there is no embedding.`;
  return [
    `User ${retrieval.user} at ${at}: ${counted(retrieval.sequenceLength, 'action')} in the sequence, the newest last`,
    tailTable,
    '',
    `Retrieved by run ${retrieval.run}`,
    pinTable,
    '',
    `${hits} of these ${pins.length} were engaged with in the 14 days after, of ${counted(retrieval.engagedLater, 'pin')} in all.`,
  ].join('\n');
}
