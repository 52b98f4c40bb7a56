import type { Problem } from '../contract/notebook.js';
import {
  formatOf,
  NOTEBOOK_FORMAT,
  type NotebookDocument,
  printNotebook,
  unclosedCells,
} from './document.js';
import { mergeMarkProblems } from './merge-marks.js';

/** What keeps a file from being written: its text as it was read, and how. */
export interface ReadFile {
  readonly text: string;
  /** False when it holds bytes that are not UTF-8, which writing it again would lose. */
  readonly isUtf8: boolean;
}

/** Why a file may be read but not written; undefined where it may. */
export function whyReadOnly(document: NotebookDocument, file: ReadFile): Problem | undefined {
  const format = formatOf(document);
  if (format > NOTEBOOK_FORMAT)
    return {
      severity: 'error',
      line: 1,
      column: 1,
      length: 1,
      message: `The notebook is of format ${format}; this version writes format ${NOTEBOOK_FORMAT}, so that it is opened to be read only.`,
      remedy:
        'Open it with a newer version of the app, or duplicate it and take the first line out.',
    };
  if (!file.isUtf8)
    return {
      severity: 'error',
      column: 1,
      length: 1,
      line: file.text.slice(0, Math.max(0, file.text.indexOf('\uFFFD'))).split('\n').length,
      message: 'The file is not UTF-8 text; it is opened to be read only, so that no byte is lost.',
      remedy: 'Save it as UTF-8 with a text editor.',
    };
  return undefined;
}

/** What is wrong with the file as a whole, by its lines. */
export function fileProblems(
  document: NotebookDocument,
  isKind: (word: string) => boolean,
): Problem[] {
  const text = printNotebook(document);
  return [
    ...mergeMarkProblems(text),
    ...unclosedCells(text, isKind).map(
      (line): Problem => ({
        severity: 'error',
        line,
        column: 1,
        length: 3,
        message: 'A cell begins here and is never closed, so that it is read as prose.',
        remedy: 'End it with a line of three backticks.',
      }),
    ),
  ].sort((a, b) => a.line - b.line);
}
