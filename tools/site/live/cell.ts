/**
 * One cell in a page: its code, its buttons, its outputs.
 *
 * @module
 */

import { type BarWord, exerciseIn } from "./bar.ts";
import { button } from "./button.ts";
import type { Editor } from "./editor.ts";
import type { Shown, Trouble } from "./messages.ts";
import { CellOutputs } from "./outputs.ts";
import { render } from "./render.ts";
import { changeOf, keepChange } from "./store.ts";

/** What a reader of an exercise can ask for; functions of `lib/exercises/mod.ts`. */
export type HelpWord = "hint" | "solution";

/** What a cell asks of the notebook that it stands in. */
export interface CellActions {
  /** Run this cell; then go to the next, or stay. */
  run(cell: Cell, goOn: boolean): void;
  /** Run everything above it, then it. */
  runAbove(cell: Cell): void;
  /** Say more about the exercise that this cell judges. */
  help(cell: Cell, word: HelpWord): void;
  /** The reader is about to change something. */
  edits(): void;
  /** The reader has changed something, or undone it. */
  changed(): void;
  /** Go to the cell before or after. */
  move(cell: Cell, by: 1 | -1): void;
}

/** A cell. */
export class Cell {
  readonly id: string;
  readonly section: HTMLElement;
  /** The code as it is committed. */
  readonly committed: string;
  /** What it shows. */
  readonly outputs: CellOutputs;
  /** Whether it has come to its end since the worker started. */
  ran = false;
  /** The exercise that it judges; undefined if it judges none. */
  readonly exercise: string | undefined;

  readonly #notebook: string;
  readonly #actions: CellActions;
  readonly #code: HTMLPreElement;
  readonly #help = document.createElement("div");
  readonly #state: HTMLElement;
  readonly #reset: HTMLButtonElement;
  #source: string;
  /** What the last reset took away, until there is something newer. */
  #taken: string | undefined;
  #editor: Editor | undefined;

  /** Takes a cell's section of the page, and gives it its buttons. */
  constructor(section: HTMLElement, notebook: string, actions: CellActions) {
    this.section = section;
    this.id = section.dataset.cell!;
    this.#notebook = notebook;
    this.#actions = actions;
    this.#code = section.querySelector<HTMLPreElement>("pre.code")!;
    const outputs = section.querySelector<HTMLElement>(".outputs")!;
    this.outputs = new CellOutputs(outputs);
    this.committed = this.#code.textContent!;
    this.#source = changeOf(notebook, this.id) ?? this.committed;
    this.exercise = exerciseIn(this.committed);

    const press: Record<BarWord, () => void> = {
      run: () => actions.run(this, false),
      above: () => actions.runAbove(this),
      edit: () => void this.edit(),
      hint: () => actions.help(this, "hint"),
      solution: () => actions.help(this, "solution"),
    };
    const bar = section.querySelector<HTMLElement>(".cell-bar")!;
    for (const each of bar.querySelectorAll("button")) {
      each.addEventListener("click", press[each.dataset.do as BarWord]);
      each.disabled = false;
    }
    this.#reset = button("Reset", "", () => this.changed ? this.reset() : this.#restore());
    bar.querySelector('[data-do="edit"]')!.after(this.#reset);
    this.#state = document.createElement("span");
    this.#state.className = "cell-state";
    this.#state.setAttribute("role", "status");
    bar.append(this.#state);
    this.#help.className = "outputs";
    this.#help.setAttribute("role", "status");
    outputs.after(this.#help);
    section.tabIndex = -1;
    section.addEventListener("keydown", (event) => this.#key(event));
    this.#code.addEventListener("dblclick", () => void this.edit());
    this.showSource();
  }

  /** The code as the reader has it. */
  get source(): string {
    return this.#source;
  }

  /** Whether the reader has changed it. */
  get changed(): boolean {
    return this.#source !== this.committed;
  }

  /** Opens the editor. */
  async edit({ focus = true } = {}): Promise<void> {
    if (focus) this.#actions.edits();
    if (this.#editor === undefined) {
      const { openEditor } = await import("./editor.ts");
      if (this.#editor === undefined) {
        const place = document.createElement("div");
        place.className = "editor not-content"; // the prose's distances are not for lines of code
        this.#code.before(place);
        this.#code.hidden = true;
        this.#editor = openEditor(place, this.#source, {
          changed: (source) => this.#keep(source),
          run: (goOn) => this.#actions.run(this, goOn),
          leave: () => this.section.focus(),
        });
      }
    }
    if (focus) this.#editor.focus();
  }

  /** Back to the code and the outputs as printed. */
  reset(): void {
    const taken = this.#source;
    this.#keep(this.committed);
    this.#taken = taken;
    this.#editor?.remove();
    this.#editor = undefined;
    this.section.querySelector(".editor")?.remove();
    this.#code.hidden = false;
    this.outputs.reset();
    this.#help.replaceChildren();
    this.say("");
    this.showSource();
    this.section.focus();
  }

  /** Brings back what the last reset took away. */
  #restore(): void {
    if (this.#taken === undefined) return;
    this.#keep(this.#taken);
    this.#editor?.replace(this.#source);
    this.showSource();
  }

  /** Shows the reader's code, with its colours once the editor is there. */
  showSource(): void {
    this.#tellChanged();
    if (this.changed && this.#editor === undefined) void this.edit({ focus: false });
  }

  /** Takes over what another tab has kept. */
  reread(): void {
    const source = changeOf(this.#notebook, this.id) ?? this.committed;
    if (source === this.#source) return;
    this.#source = source;
    this.#editor?.replace(source);
    this.showSource();
  }

  /** The cell begins to run. */
  begin(): void {
    this.outputs.begin();
    this.#mark(undefined);
    this.say("running …", "running");
  }

  /** Shows a hint or a solution, in place of the last one: it is none of the cell's outputs. */
  tell(shown: Shown): void {
    const place = document.createElement("div");
    render(shown, place);
    this.#help.replaceChildren(place);
  }

  /** The cell has ended. */
  end(trouble: Trouble | undefined, verdict: string): void {
    this.outputs.end();
    this.ran = trouble === undefined;
    if (trouble === undefined) return this.say(verdict, "done");
    const { name, message, line } = trouble;
    const place = line === undefined ? "" : `\n(line ${line} of this cell)`;
    this.outputs.fail(`${name}: ${message}${place}`);
    this.#mark(line);
    this.say("stopped here", "failed");
  }

  /** A word beside the buttons. */
  say(words: string, kind = ""): void {
    this.#state.textContent = words;
    this.#state.className = `cell-state ${kind}`;
  }

  #keep(source: string): void {
    this.#source = source;
    const kept = keepChange(this.#notebook, this.id, this.changed ? source : undefined);
    if (this.changed) this.#taken = undefined;
    this.#tellChanged();
    this.#mark(undefined);
    this.say(kept ? "" : "this browser has no room to keep the change");
    this.#actions.changed();
  }

  /** Shows whether it is changed, and offers the way back. */
  #tellChanged(): void {
    this.section.classList.toggle("changed", this.changed);
    const taken = !this.changed && this.#taken !== undefined;
    this.#reset.hidden = !this.changed && !taken;
    this.#reset.textContent = taken ? "Undo reset" : "Reset";
    this.#reset.title = taken ? "Back to your change" : "Back to the code as printed";
  }

  /** Marks the line of an error in the code as it is shown. */
  #mark(line: number | undefined): void {
    this.section.querySelector(".error-line")?.remove();
    const place = this.section.querySelector<HTMLElement>(".cm-content") ?? this.#code;
    const { lineHeight, paddingTop } = getComputedStyle(place);
    if (line === undefined) return;
    const bar = document.createElement("div");
    bar.className = "error-line";
    const top = Number.parseFloat(paddingTop) + (line - 1) * Number.parseFloat(lineHeight);
    bar.style.cssText = `top:${top}px;height:${lineHeight}`;
    (place.closest<HTMLElement>(".editor") ?? this.#code).append(bar);
  }

  #key(event: KeyboardEvent): void {
    if (
      event.target instanceof HTMLElement && event.target.closest(".cm-editor, button, a, input")
    ) return;
    if (event.key === "Enter" && event.shiftKey) this.#actions.run(this, true);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      this.#actions.run(this, false);
    } else if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's, or the page's
    else if (event.key === "Enter") void this.edit();
    else if (event.key === "j" || event.key === "ArrowDown" && event.target === this.section) {
      this.#actions.move(this, 1);
    } else if (event.key === "k" || event.key === "ArrowUp" && event.target === this.section) {
      this.#actions.move(this, -1);
    } else return;
    event.preventDefault();
  }
}
