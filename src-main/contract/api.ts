import { z } from 'zod';
import { call, feed } from '../rpc/procedure.js';
import type { Installation } from './installation.js';
import { type JobLogLine, type JobRecord, jobKinds } from './jobs.js';
import type {
  AttentionView,
  InterestsOfUser,
  Moment,
  NearPins,
  NearUsers,
  PassesMade,
  PinCard,
  Retrieval,
  TargetView,
  UserRow,
  UserTimeline,
  WhatIf,
  WhyPin,
} from './moment.js';
import type { CellOutput, NotebookEvent, NotebookSummary } from './notebook.js';
import type { IndexOutput } from './outputs.js';
import type {
  AppFacts,
  DatasetSummary,
  ImportPreview,
  MemoryFacts,
  ModelCard,
  RejectedRow,
  RunRow,
  RunView,
  TrainEstimate,
  TrainSettings,
} from './workspace.js';

/**
 * Everything that a window may ask of the engine. Parameters are parsed at the edge, results are typed;
 * arrays cross as typed arrays. Every call may be cancelled; every feed says the whole at first.
 */

const none = z.strictObject({});
const name = z.string().min(1).max(200);
const moment = z.strictObject({ run: name, user: z.string().max(500), atMs: z.number() });
const cadences = z.array(z.string().min(1).max(40)).min(1).max(8);
const neighbours = z.int().min(1).max(200);
const search = z.enum(['exact', 'hnsw']);
const place = z.strictObject({ notebook: name, cell: z.string() });

const table = z.strictObject({
  title: z.string(),
  from: z.string(),
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        values: z.array(z.union([z.string(), z.number(), z.nan(), z.null()])),
      }),
    )
    .min(1),
});

const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop'), action: z.int().min(0) }),
  z.strictObject({ kind: z.literal('retime'), action: z.int().min(0), atMs: z.number() }),
  z.strictObject({
    kind: z.literal('insert'),
    pin: z.int().min(0),
    atMs: z.number(),
    type: z.int().min(0).max(255),
    surface: z.int().min(0).max(255),
    durationSeconds: z.number().min(0),
  }),
]);

const edit = z.discriminatedUnion('kind', [
  /** Before the cell `before`, at the end when it is null. */
  z.strictObject({
    kind: z.literal('insert'),
    before: z.string().nullable(),
    cellKind: z.string(),
    name: z.string().optional(),
    source: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('source'), cell: z.string(), source: z.string() }),
  /** Settings of one cell, from a form, or the same of several, undone together; null takes one out. Comments and order of the YAML stay. */
  z.strictObject({
    kind: z.literal('settings'),
    cells: z.array(z.string()).min(1),
    settings: z
      .array(z.strictObject({ path: z.array(z.string()).min(1), value: z.unknown() }))
      .min(1),
  }),
  z.strictObject({ kind: z.literal('rename'), cell: z.string(), name: z.string() }),
  z.strictObject({ kind: z.literal('kind'), cell: z.string(), cellKind: z.string() }),
  z.strictObject({ kind: z.literal('delete'), cells: z.array(z.string()).min(1) }),
  z.strictObject({
    kind: z.literal('move'),
    cells: z.array(z.string()).min(1),
    before: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('paste'),
    before: z.string().nullable(),
    markdown: z.string(),
  }),
  z.strictObject({ kind: z.literal('undo') }),
  z.strictObject({ kind: z.literal('redo') }),
  /** Of a cell that was changed here and in the file, or of all such: ours, theirs, or both stay. */
  z.strictObject({
    kind: z.literal('settle'),
    keep: z.enum(['ours', 'theirs', 'both']),
    cell: z.string().optional(),
  }),
]);
export type NotebookEdit = z.infer<typeof edit>;

export const api = {
  app: {
    facts: call(none).returns<AppFacts>(),
    memory: call(none).returns<MemoryFacts>(),
    installation: call(none).returns<Installation>(),
  },

  datasets: {
    list: call(none).returns<readonly DatasetSummary[]>(),
    /** The first rows of each reason that imports left out. */
    rejected: call(z.strictObject({ dataset: name })).returns<readonly RejectedRow[]>(),
    /** The first rows of files on this machine as a mapping would read them. */
    preview: call(
      z.strictObject({
        files: z.array(z.string().min(1)).min(1),
        settings: z.record(z.string(), z.unknown()).optional(),
      }),
    ).returns<ImportPreview>(),
    /** Pins whose title or id begins with or holds the text. */
    findPins: call(
      z.strictObject({ dataset: name, text: z.string(), limit: z.int().min(1).max(200) }),
    ).returns<readonly PinCard[]>(),
    pins: call(z.strictObject({ dataset: name, pins: z.array(z.int().min(0)).max(2000) })).returns<
      readonly PinCard[]
    >(),
    /** A user's life; no run is needed. */
    timeline: call(z.strictObject({ dataset: name, user: z.string() })).returns<UserTimeline>(),
  },

  runs: {
    list: call(none).returns<readonly RunRow[]>(),
    show: call(z.strictObject({ run: name })).returns<RunView>(),
    /** What a training cell's settings come to, before it runs. */
    estimate: call(
      z.strictObject({ config: z.record(z.string(), z.unknown()) }),
    ).returns<TrainEstimate>(),
    /** Every setting of a training, and what each preset gives it. */
    trainSettings: call(none).returns<TrainSettings>(),
  },

  models: {
    /** Trained runs that were promoted: copies that stay as they are, used wherever a run is. */
    list: call(none).returns<readonly ModelCard[]>(),
    promote: call(z.strictObject({ run: name, model: name.optional() })).returns<ModelCard>(),
    remove: call(z.strictObject({ model: name })).returns<null>(),
    /** Brings back the one that was removed last. */
    restore: call(z.strictObject({ model: name })).returns<null>(),
  },

  indexes: {
    /** Those that the workspace keeps, by name. */
    list: call(none).returns<readonly IndexOutput[]>(),
  },

  /** One user at one instant; a newer request on the same `channel` takes the place of an older one. */
  moments: {
    moment: call(moment.extend({ cadences, channel: z.string() })).returns<Moment>(),
    attention: call(
      moment.extend({
        /** Counted from 0; null is the mean over all. */
        layer: z.int().min(0).nullable(),
        head: z.int().min(0).nullable(),
        channel: z.string(),
      }),
    ).returns<AttentionView>(),
    retrieve: call(
      moment.extend({
        cadences,
        k: z.int().min(1).max(200),
        search: search.default('exact'),
        channel: z.string(),
      }),
    ).returns<Retrieval>(),
    interests: call(
      moment.extend({ cadence: z.string(), k: z.int().min(1).max(200), channel: z.string() }),
    ).returns<InterestsOfUser>(),
    target: call(
      moment.extend({ pin: z.int().min(0), cadences, channel: z.string() }),
    ).returns<TargetView>(),
    why: call(
      moment.extend({
        pin: z.int().min(0),
        passes: z.int().min(2).max(64).default(64),
        channel: z.string(),
      }),
    )
      .withProgress<PassesMade>()
      .returns<WhyPin>(),
    whatIf: call(
      moment.extend({
        /** All at once; each names an action of the past as it was. */
        changes: z.array(change).max(100),
        k: z.int().min(1).max(200),
        channel: z.string(),
      }),
    ).returns<WhatIf>(),
    /** The pins nearest to a pin by embedding, exactly; BAD_INPUT for one without features at t. */
    nearPins: call(
      z.strictObject({ run: name, pin: z.int().min(0), k: neighbours, channel: z.string() }),
    ).returns<NearPins>(),
    /** The users nearest to a user's embedding at an instant, exactly, among a sample of all. */
    nearUsers: call(moment.extend({ k: neighbours, channel: z.string() })).returns<NearUsers>(),
    users: call(
      z.strictObject({
        run: name,
        prefix: z.string().default(''),
        split: z.enum(['all', 'train', 'validation', 'test']).default('all'),
        sort: z.enum(['user', 'actions']).default('actions'),
        offset: z.int().min(0).default(0),
        /** As many rows are given, while there are; the next page begins at offset + rows. */
        limit: z.int().min(1).max(1000).default(100),
      }),
    ).returns<{ readonly rows: readonly UserRow[]; readonly total: number }>(),
  },

  notebooks: {
    list: call(none).returns<readonly NotebookSummary[]>(),
    templates: call(none).returns<readonly { readonly name: string; readonly title: string }[]>(),
    create: call(
      z.strictObject({
        name: z.string().optional(),
        template: z.string().optional(),
        /** What stands in it, where no template is named. */
        text: z.string().max(1_000_000).optional(),
      }),
    ).returns<{ readonly name: string }>(),
    duplicate: call(z.strictObject({ name })).returns<{ readonly name: string }>(),
    rename: call(z.strictObject({ name, to: name })).returns<{ readonly name: string }>(),
    /** Deletes it; it can be restored until one of its name is deleted again. */
    remove: call(z.strictObject({ name })).returns<null>(),
    restore: call(z.strictObject({ name })).returns<null>(),
    /** Opens the notebook and tells of every change until it is disposed of. */
    open: feed(z.strictObject({ name })).of<NotebookEvent>(),
    edit: call(z.strictObject({ notebook: name, edit })).returns<{
      readonly cells: readonly string[];
    }>(),
    run: call(
      z.strictObject({
        notebook: name,
        what: z.enum(['cell', 'toHere', 'all', 'outdated']),
        cell: z.string().optional(),
      }),
    ).returns<null>(),
    cancel: call(place).returns<null>(),
    /** The output that the cell shows; NOT_FOUND when it has none. */
    output: call(place).returns<CellOutput>(),
    /** JSON Schema of a kind's settings, from which its form is made. */
    form: call(z.strictObject({ cellKind: z.string() })).returns<
      Readonly<Record<string, unknown>>
    >(),
    /** The cells as Markdown, to be copied. */
    markdown: call(z.strictObject({ notebook: name, cells: z.array(z.string()) })).returns<{
      readonly markdown: string;
    }>(),
    /** The bytes of a file with a table that the window shows. */
    exportTable: call(z.strictObject({ table, format: z.enum(['csv', 'parquet']) })).returns<{
      readonly bytes: Uint8Array;
    }>(),
  },

  jobs: {
    feed: feed(none).of<readonly JobRecord[]>(),
    log: feed(z.strictObject({ id: z.string() })).of<readonly JobLogLine[]>(),
    start: call(
      z.strictObject({ kind: z.enum(jobKinds), params: z.record(z.string(), z.unknown()) }),
    ).returns<{ readonly id: string }>(),
    cancel: call(z.strictObject({ id: z.string() })).returns<null>(),
    pause: call(z.strictObject({ id: z.string() })).returns<null>(),
    resume: call(z.strictObject({ id: z.string() })).returns<{ readonly id: string }>(),
    /** Takes an ended job off the bar. */
    dismiss: call(z.strictObject({ id: z.string() })).returns<null>(),
  },
};

export type Api = typeof api;
