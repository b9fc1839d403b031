/**
 * The editor of a cell: CodeMirror, loaded when the first cell is edited.
 *
 * @module
 */

import { closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** What an editor tells the page. */
export interface EditorEvents {
  /** The text has changed. */
  changed(source: string): void;
  /** Shift+Enter, or Ctrl+Enter: run it, and go on or stay. */
  run(goOn: boolean): void;
  /** Escape: back to the cell. */
  leave(): void;
}

/** An editor in a page. */
export interface Editor {
  /** The text as it is now. */
  source(): string;
  /** Puts another text in its place. */
  replace(source: string): void;
  /** Puts the cursor in it. */
  focus(): void;
  /** Takes it away. */
  remove(): void;
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.function(tags.variableName), color: "var(--code-function)" },
]);

const look = EditorView.theme({
  "&": { fontSize: "0.85rem", backgroundColor: "var(--code-ground)", color: "var(--code-plain)" },
  "&.cm-focused": { outline: "2px solid var(--sl-color-accent)" },
  ".cm-scroller": { fontFamily: "var(--__sl-font-mono)", lineHeight: "1.5" },
  ".cm-content": { padding: "0.75rem 0.25rem", caretColor: "var(--code-plain)" },
  ".cm-cursor": { borderLeftColor: "var(--code-plain)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--code-selection) !important",
  },
});

/** Opens an editor in an element. */
export function openEditor(place: HTMLElement, source: string, events: EditorEvents): Editor {
  const run = (goOn: boolean) => () => {
    events.run(goOn);
    return true;
  };
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: source,
      extensions: [
        keymap.of([
          { key: "Shift-Enter", run: run(true) },
          { key: "Ctrl-Enter", mac: "Cmd-Enter", run: run(false) },
          {
            key: "Escape",
            run: () => {
              events.leave();
              return true;
            },
          },
        ]),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        look,
        EditorView.contentAttributes.of({ "aria-label": "code of this cell; Escape leaves it" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) events.changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    source: () => view.state.doc.toString(),
    replace: (text) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    remove: () => view.destroy(),
  };
}
