import { promises as fs } from 'node:fs';
import { basename, join } from 'node:path';
import { StudioError } from '../../base/errors.js';
import { writeFileAtomic } from '../../base/files.js';
import { suggest } from '../../base/nearest.js';
import { isCellKind } from '../../contract/cells.js';
import type { NotebookSummary } from '../../contract/notebook.js';
import { PROSE, parseNotebook } from '../../notebook/document.js';
import { fillTemplate, type WorkspaceNames } from './fill-template.js';
import { NotebookSession, type SessionOptions } from './notebook-session.js';
import { RemovedNotebooks } from './removed-notebooks.js';
import { listTemplates, templateText } from './templates.js';

export type NotebooksOptions = Omit<SessionOptions, 'name' | 'path' | 'outputsFolder'> & {
  /** The workspace's notebooks/. */
  readonly folder: string;
  /** What a template is to be about. */
  readonly workspaceNames: () => Promise<WorkspaceNames>;
};

export interface NewNotebook {
  readonly name?: string | undefined;
  readonly template?: string | undefined;
  /** What stands in it, where no template is named. */
  readonly text?: string | undefined;
}

/** The notebooks of a workspace, and those of them that are open: one session each for all windows. */
export function createNotebooks(options: NotebooksOptions) {
  const { folder } = options;
  const sessions = new Map<string, Promise<NotebookSession>>();
  const removed = new RemovedNotebooks(folder);
  const pathOf = (name: string) => join(folder, `${checkNotebookName(name)}.md`);
  const pathsOf = (name: string) => ({ file: pathOf(name), outputs: outputsOf(folder, name) });

  const names = async () =>
    (await fs.readdir(folder).catch(() => []))
      .filter(file => file.endsWith('.md') && !file.startsWith('.'))
      .map(file => file.slice(0, -3))
      .sort();

  const freeName = async (wanted: string) => {
    const taken = new Set(await names());
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
    return name;
  };

  const notFound = async (name: string) =>
    new StudioError('NOT_FOUND', `there is no notebook "${name}".`, {
      where: folder,
      remedy: suggest(name, await names()),
    });

  return {
    async list(): Promise<NotebookSummary[]> {
      return Promise.all(
        (await names()).map(async name => {
          const [text, { mtimeMs }] = await Promise.all([
            fs.readFile(pathOf(name), 'utf8'),
            fs.stat(pathOf(name)),
          ]);
          const { blocks } = parseNotebook(text, isCellKind, () => '');
          return {
            name,
            title: titleOf(text) ?? name,
            cells: blocks.filter(block => block.kind !== PROSE).length,
            changedAtMs: mtimeMs,
          };
        }),
      );
    },

    templates: listTemplates,

    async create({ name, template, text: given }: NewNotebook) {
      const text =
        template === undefined
          ? (given ?? '# Untitled\n')
          : fillTemplate(templateText(template), await options.workspaceNames());
      const made = await freeName(checkNotebookName(name ?? template ?? 'untitled'));
      await writeFileAtomic(pathOf(made), text);
      return { name: made };
    },

    async duplicate(name: string) {
      const text = await fs.readFile(pathOf(name), 'utf8').catch(() => undefined);
      if (text === undefined) throw await notFound(name);
      const made = await freeName(`${name}-copy`);
      await writeFileAtomic(pathOf(made), text);
      await fs
        .cp(outputsOf(folder, name), outputsOf(folder, made), { recursive: true })
        .catch(() => undefined);
      return { name: made };
    },

    async rename(name: string, to: string) {
      if ((await names()).includes(checkNotebookName(to))) throw taken(to);
      await (await sessions.get(name))?.close();
      sessions.delete(name);
      await fs.rename(pathOf(name), pathOf(to)).catch(async () => {
        throw await notFound(name);
      });
      await fs.rename(outputsOf(folder, name), outputsOf(folder, to)).catch(() => undefined);
      return { name: to };
    },

    /** Deletes it for all windows; what is typed is written before, so that it comes back whole. */
    async remove(name: string): Promise<void> {
      await (await sessions.get(name))?.close();
      sessions.delete(name);
      if (!(await removed.take(name, pathsOf(name)))) throw await notFound(name);
    },

    /** The deleted notebook as it was. CONFLICT where another has its name since. */
    async restore(name: string): Promise<void> {
      if ((await names()).includes(name)) throw taken(name);
      await removed.giveBack(name, pathsOf(name));
    },

    /** The open notebook of this name; it is opened when it is not. NOT_FOUND names the nearest. */
    async session(name: string): Promise<NotebookSession> {
      const open = sessions.get(name);
      if (open) return open;
      const opening = (async () => {
        if (!(await names()).includes(name)) throw await notFound(name);
        const session = new NotebookSession({
          ...options,
          name,
          path: pathOf(name),
          outputsFolder: outputsOf(folder, name),
        });
        await session.open();
        return session;
      })();
      sessions.set(name, opening);
      opening.catch(() => sessions.delete(name));
      return opening;
    },

    /** Looks again at what the cells of all open notebooks read. */
    async refresh(): Promise<void> {
      for (const session of sessions.values()) await (await session).refresh();
    },

    /** Writes what is unsaved at once; nothing that runs is stopped. */
    async save(): Promise<void> {
      await Promise.all([...sessions.values()].map(async session => (await session).save()));
    },

    async close(): Promise<void> {
      for (const session of sessions.values()) await (await session).close();
      sessions.clear();
    },
  };
}

export type Notebooks = ReturnType<typeof createNotebooks>;

function taken(name: string): StudioError {
  return new StudioError('CONFLICT', `there is a notebook "${name}" already.`, {
    remedy: 'Choose another name.',
  });
}

function outputsOf(folder: string, name: string): string {
  return join(folder, `${name}.outputs`);
}

function titleOf(text: string): string | undefined {
  return /^#\s+(.+)$/m.exec(text)?.[1]?.trim();
}

function checkNotebookName(name: string): string {
  if (name === basename(name) && /^[^.\s/\\][^/\\\0:*?"<>|]*$/.test(name)) return name;
  throw new StudioError('BAD_INPUT', `"${name}" cannot name a notebook.`, {
    where: 'name',
    remedy: 'Use letters, digits, blanks, - and _, and do not begin with a dot.',
  });
}
