/** CodeMirror as this app uses it. Loaded when the first source is opened; nothing else imports it. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Problem } from '../../src-main/contract/notebook.js';
import { type CompletionWords, completeYaml } from './complete-yaml.js';

export type EditorLanguage = 'yaml' | 'sql' | 'markdown';

export interface CodeEditorOptions {
  readonly parent: HTMLElement;
  readonly source: string;
  readonly language: EditorLanguage;
  readonly label: string;
  readonly readOnly: boolean;
  readonly onType: (source: string) => void;
  readonly onBlur: () => void;
  /** Shift Enter, Ctrl Enter, Ctrl ., Escape. */
  readonly onKey: (command: 'runAndMove' | 'run' | 'cancel' | 'leave') => void;
  /** Keys, values and names that fit here; asked at each completion. */
  readonly words: () => CompletionWords;
}

export interface CodeEditor {
  focus(): void;
  goTo(line: number, column: number): void;
  /** Takes text that came from elsewhere; the cursor stays as near as it can. */
  setSource(source: string): void;
  setProblems(problems: readonly Problem[]): void;
  destroy(): void;
}

const fromOutside = Annotation.define<boolean>();

/** Ink on paper here too: weight and shade, not hue. */
const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.keyword, tags.heading], class: 'code-key' },
  { tag: [tags.comment, tags.punctuation, tags.separator], class: 'code-quiet' },
  { tag: [tags.string, tags.number, tags.bool, tags.literal, tags.content], class: 'code-value' },
  { tag: tags.emphasis, class: 'code-emphasis' },
  { tag: tags.strong, class: 'code-key' },
]);

const look = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.55' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink-1)' },
  '.cm-line': { padding: '0 12px 0 4px' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink-1)', borderLeftWidth: '1.5px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-content ::selection':
    { backgroundColor: 'var(--press)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1px',
    textUnderlineOffset: '4px',
    backgroundColor: 'color-mix(in oklab, var(--bad) 12%, transparent)',
  },
  '.cm-lintRange-warning': {
    textDecorationColor: 'var(--stale)',
    backgroundColor: 'color-mix(in oklab, var(--stale) 12%, transparent)',
  },
  '.cm-tooltip': {
    border: '0',
    borderRadius: 'var(--radius-3)',
    backgroundColor: 'var(--raised)',
    color: 'var(--ink-1)',
    boxShadow: 'var(--pop)',
  },
  '.cm-diagnostic': { borderLeft: '0', padding: '6px 10px', maxWidth: '60ch' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-code)', padding: '4px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', borderRadius: '4px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--press)',
    color: 'var(--ink-1)',
  },
  '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--ink-3)', marginLeft: '12px' },
  '.cm-completionInfo': { padding: '6px 10px', maxWidth: '44ch' },
});

export function createCodeEditor(options: CodeEditorOptions): CodeEditor {
  const { parent, source, language, label, readOnly, onType, onBlur, onKey, words } = options;
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  const told = (command: Parameters<typeof onKey>[0]) => () => {
    onKey(command);
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
        Prec.highest(
          keymap.of([
            { key: 'Shift-Enter', run: told('runAndMove') },
            { key: 'Mod-Enter', run: told('run') },
            { key: 'Mod-.', run: told('cancel') },
            {
              key: 'Escape',
              // An open list of completions is closed first.
              run: view => completionStatus(view.state) !== 'active' && told('leave')(),
            },
          ]),
        ),
        history(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        EditorState.readOnly.of(readOnly),
        language === 'markdown' ? EditorView.lineWrapping : lineNumbers(),
        languageOf(language),
        syntaxHighlighting(highlight),
        autocompletion({ override: [context => complete(context, language, words())] }),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          // Ctrl I is the window's.
          ...defaultKeymap.filter(({ key }) => key !== 'Mod-i'),
          ...(language === 'markdown' ? [] : [indentWithTab]),
        ]),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of(update => {
          const ours = update.transactions.some(made => made.annotation(fromOutside));
          if (update.docChanged && !ours) onType(update.state.doc.toString());
          if (update.focusChanged && !update.view.hasFocus) onBlur();
        }),
        look,
      ],
    }),
  });

  return {
    focus: () => view.focus(),
    goTo(line, column) {
      const at = view.state.doc.line(Math.min(line, view.state.doc.lines));
      const anchor = Math.min(at.from + column - 1, at.to);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
    setSource(next) {
      const before = view.state.doc.toString();
      if (next === before) return;
      view.dispatch({ changes: difference(before, next), annotations: fromOutside.of(true) });
    },
    setProblems(problems) {
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map(problem => mark(problem, view.state)),
        ),
      );
    },
    destroy: () => view.destroy(),
  };
}

function languageOf(language: EditorLanguage) {
  return language === 'yaml' ? yaml() : language === 'sql' ? sql() : markdown();
}

function complete(
  context: CompletionContext,
  language: EditorLanguage,
  words: CompletionWords,
): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const found = completeYaml(line.text.slice(0, context.pos - line.from), words, language);
  if (!found || (!context.explicit && found.typed === '')) return null;
  const options: Completion[] = found.options.map(({ text, detail, info, insert }) => ({
    label: text,
    ...(detail === undefined ? {} : { detail }),
    ...(info === undefined ? {} : { info }),
    apply: insert,
  }));
  return { from: context.pos - found.typed.length, options, validFor: /^[\w$-]*$/ };
}

/** One replacement that turns `before` into `after`: what both begin and end with stays. */
function difference(before: string, after: string) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return {
    from: start,
    to: before.length - end,
    insert: after.slice(start, after.length - end),
  };
}

function mark(problem: Problem, state: EditorState): Diagnostic {
  const line = state.doc.line(Math.max(1, Math.min(problem.line, state.doc.lines)));
  const from = Math.min(line.from + Math.max(0, problem.column - 1), line.to);
  const to = Math.min(from + Math.max(1, problem.length), state.doc.length);
  const remedy = problem.remedy === undefined ? '' : ` ${problem.remedy}`;
  return { from, to, severity: problem.severity, message: problem.message + remedy };
}
