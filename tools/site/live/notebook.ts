/**
 * A notebook in a page: its cells, the bar below them, and the order in which they run.
 *
 * @module
 */

import { button } from "./button.ts";
import { Cell, type HelpWord } from "./cell.ts";
import { Kernel } from "./kernel.ts";
import type { Report, Trouble } from "./messages.ts";
import { type Outputs, Printed } from "./printed.ts";
import { changedCell, isProgress, noteProgress, readProgress } from "./store.ts";

/** Behind a cell's id: what runs is no cell, but what is said of its exercise. */
const HELP = " help";

/** Makes the cells below an element live. */
export class Notebook {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly #kernel: Kernel;
  readonly #status = document.createElement("span");
  readonly #stop: HTMLButtonElement;
  readonly #personal = new Set<Cell>();
  readonly #printed: Printed;
  #running = false;
  #stopping = false;

  /** Takes the element that holds a notebook. */
  constructor(root: HTMLElement) {
    this.name = root.dataset.notebook!;
    this.#printed = new Printed(this.name);
    const events = {
      heard: (report: Report) => this.#hear(report),
      lost: (id: string, trouble: Trouble) => this.#lost(id, trouble),
    };
    this.#kernel = new Kernel(events, () => ({
      progress: readProgress(),
      variables: Object.fromEntries(new URLSearchParams(location.search)),
    }));
    this.cells = [...root.querySelectorAll<HTMLElement>("[data-cell]")].map((section) =>
      new Cell(section, this.name, {
        run: (cell, goOn) => void this.run([cell], goOn ? cell : undefined),
        runAbove: (cell) => void this.run(this.cells.slice(0, this.cells.indexOf(cell) + 1)),
        help: (cell, word) => void this.help(cell, word),
        edits: () => this.#kernel.prepare(),
        changed: () => this.#tellChanges(),
        move: (cell, by) => this.#go(cell, by),
      })
    );
    const bar = document.createElement("div");
    bar.className = "notebook-bar";
    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", "run this notebook");
    this.#stop = button("Stop", "Stop the cell that runs", () => void this.stop());
    this.#stop.disabled = true;
    this.#status.setAttribute("role", "status");
    this.#status.className = "notebook-state";
    bar.append(
      button("Run all", "Start afresh and run all cells", () => void this.runAll()),
      this.#stop,
      button("Start afresh", "Forget what the cells have computed", () => this.restart()),
      button(
        "Open as notebook",
        "Save the notebook with your changes, to open in JupyterLab",
        () => void this.save(),
      ),
      this.#status,
    );
    root.after(bar);
    this.#tellChanges();
    addEventListener("storage", ({ key }) => {
      if (isProgress(key)) this.#kernel.tell(readProgress());
      const changed = changedCell(key, this.name);
      this.cells.find(({ id }) => id === changed)?.reread();
    });
  }

  /** Runs cells in turn, until one fails. True if none did. */
  async run(cells: readonly Cell[], goOnFrom?: Cell): Promise<boolean> {
    if (this.#running) {
      this.#say("a cell runs already: stop it first");
      return false;
    }
    this.#running = true;
    this.#stopping = false;
    this.#stop.disabled = false;
    if (goOnFrom) this.#go(goOnFrom, 1);
    const printed = this.#printed.outputs().catch(() => undefined);
    let failed: Cell | undefined;
    for (const [i, cell] of cells.entries()) {
      this.#say(cells.length > 1 ? `cell ${i + 1} of ${cells.length} …` : "running …");
      cell.begin();
      const { error, personal, gone } = await this.#kernel.run(cell.id, cell.source);
      if (personal) this.#personal.add(cell);
      else this.#personal.delete(cell);
      cell.end(this.#advised(error, cell), error ? "" : this.#verdict(cell, await printed));
      if (gone) this.#forget();
      if (error || this.#stopping) failed = cell;
      if (failed) break;
    }
    this.#running = false;
    this.#stop.disabled = true;
    if (failed) {
      const words = failed.section.querySelector(".error")?.textContent?.split("\n")[0] ??
        "stopped";
      this.#say(`stopped: ${words.slice(0, 120)}`, failed);
      if (cells.length > 1) failed.section.scrollIntoView({ block: "center" });
    } else this.#say(cells.length > 1 ? `${cells.length} cells have run` : "");
    return failed === undefined;
  }

  /** Runs all cells from nothing, and says whether the outputs are the committed ones. */
  async runAll(): Promise<void> {
    if (this.#running) return this.#say("a cell runs already: stop it first");
    if (this.#kernel.used) this.restart();
    if (!await this.run(this.cells)) return;
    const all = await this.#printed.outputs().catch(() => undefined);
    if (all === undefined) {
      return this.#say("all cells have run; there was nothing to compare with");
    }
    let outputs = 0;
    let personal = 0;
    for (const cell of this.cells) {
      const printed = all.get(cell.id) ?? [];
      if (this.#personal.has(cell)) {
        personal += printed.length;
        continue;
      }
      if (!cell.outputs.equal(printed)) {
        const why = cell.changed
          ? " (you have changed it)"
          : this.#changes() > 0
          ? " (perhaps because of your changes)"
          : "";
        const place = `cell ${this.cells.indexOf(cell) + 1} of ${this.cells.length}`;
        return this.#say(
          `${place} is the first whose outputs are not the committed ones${why}`,
          cell,
        );
      }
      outputs += printed.length;
    }
    const rest = personal > 0 ? `; ${personal} more tell your own progress` : "";
    this.#say(`all ${outputs} outputs are the committed ones, to the bit${rest}`);
  }

  /** Shows a hint for what was last found wrong in a cell's exercise, or its solution. */
  async help(cell: Cell, word: HelpWord): Promise<void> {
    if (this.#running) return this.#say("a cell runs already: stop it first");
    this.#running = true;
    this.#stop.disabled = false;
    this.#say("");
    const source = `import { ${word} as __${word} } from "lib/exercises/mod.ts";\n` +
      `await __${word}(${JSON.stringify(cell.exercise)});`;
    const { error, gone } = await this.#kernel.run(cell.id + HELP, source);
    if (gone) this.#forget();
    if (error) this.#say(`no ${word}: ${error.message}`);
    this.#running = false;
    this.#stop.disabled = true;
  }

  /** Stops the cell that runs. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#say("asked to stop …");
    await this.#kernel.stop();
  }

  /** Ends the worker and forgets what it knew. */
  restart(): void {
    this.#stopping = true;
    this.#kernel.end();
    this.#forget();
    this.cells.forEach((cell) => cell.say(""));
    this.#say("afresh: nothing has been run");
  }

  /** Saves the notebook with the reader's changes. */
  async save(): Promise<void> {
    try {
      await this.#printed.save(this.cells);
    } catch (error) {
      this.#say(`the notebook's file cannot be had: ${(error as Error).message}`);
    }
  }

  #hear(report: Report): void {
    if (report.kind === "show") {
      const told = report.id.endsWith(HELP);
      const cell = this.cells.find(({ id }) =>
        id === (told ? report.id.slice(0, -HELP.length) : report.id)
      );
      if (told) cell?.tell(report.shown);
      else cell?.outputs.show(report.shown, report.display);
    } else if (report.kind === "update") {
      this.cells.some(({ outputs }) => outputs.update(report.display, report.shown));
    } else if (report.kind === "note") noteProgress(report.exercise, report.state);
  }

  /** The worker is gone with all that was computed, and no cell ran that could say it. */
  #lost(id: string, trouble: Trouble): void {
    this.#forget();
    const cell = this.cells.find((one) => one.id === id);
    cell?.end(trouble, "");
    this.#say(`${trouble.name}: ${trouble.message}`, cell);
  }

  /** A name that is not there is mostly one of a cell above that has not been run. */
  #advised(error: Trouble | undefined, cell: Cell): Trouble | undefined {
    const above = this.cells.slice(0, this.cells.indexOf(cell));
    if (error?.name !== "ReferenceError" || above.every(({ ran }) => ran)) return error;
    const advice = "; cells above this one have not been run: press “Run above”";
    return { ...error, message: error.message + advice };
  }

  #verdict(cell: Cell, all: Outputs | undefined): string {
    if (all === undefined) return "done";
    const printed = all.get(cell.id) ?? [];
    if (printed.length === 0 && cell.outputs.shown.length === 0) return "done";
    return cell.outputs.equal(printed)
      ? "as printed, to the bit"
      : this.cells.slice(0, this.cells.indexOf(cell) + 1).some(({ changed }) => changed)
      ? "done"
      : "not as printed";
  }

  #changes(): number {
    return this.cells.filter(({ changed }) => changed).length;
  }

  #tellChanges(): void {
    const count = this.#changes();
    if (count > 0) this.#say(`${count} ${count === 1 ? "cell is" : "cells are"} changed by you`);
    else this.#say("");
  }

  #forget(): void {
    this.cells.forEach((cell) => cell.ran = false);
    this.#personal.clear();
  }

  #go(cell: Cell, by: 1 | -1): void {
    const next = this.cells[this.cells.indexOf(cell) + by];
    next?.section.focus({ preventScroll: true });
    next?.section.scrollIntoView({ block: "nearest" });
  }

  #say(words: string, cell?: Cell): void {
    this.#status.textContent = words;
    if (cell === undefined) return;
    const link = document.createElement("a");
    link.href = `#${cell.id}`;
    link.textContent = "show";
    this.#status.append(" ", link);
  }
}
