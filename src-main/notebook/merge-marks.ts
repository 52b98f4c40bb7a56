import type { Problem } from '../contract/notebook.js';

/** Where version control left two versions of a text side by side: one error for each such place. */
export function mergeMarkProblems(text: string): Problem[] {
  const problems: Problem[] = [];
  let opened = 0;
  text.split('\n').forEach((line, index) => {
    if (/^<{7}(?: |\r?$)/.test(line)) opened = index + 1;
    else if (opened > 0 && /^>{7}(?: |\r?$)/.test(line)) {
      problems.push(problemAt(opened, index + 1));
      opened = 0;
    }
  });
  if (opened > 0) problems.push(problemAt(opened, null));
  return problems;
}

function problemAt(line: number, end: number | null): Problem {
  return {
    severity: 'error',
    message:
      end === null
        ? 'A mark of a merge conflict begins here.'
        : `Two versions stand here, marked by a merge that was not finished, as far as line ${end}.`,
    remedy: 'Keep one of them, and delete the lines <<<<<<<, ======= and >>>>>>>.',
    line,
    column: 1,
    length: 7,
  };
}
