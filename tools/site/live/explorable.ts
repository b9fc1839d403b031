/**
 * An explorable where it is shown: builds the controls, asks what computes, and shows what it says. What stood there without
 * JavaScript stays until there is something newer to see.
 *
 * @module
 */

import type { Control, Description, Settings } from "../explorables/explorable.ts";
import type { ExplorableOrder, ExplorableReport } from "../explorables/serving.ts";
import { button } from "./button.ts";

/** Milliseconds that a change waits for the next one. */
const PATIENCE = 120;

/** Makes an explorable live. */
export class LiveExplorable {
  readonly #description: Description;
  readonly #shown: HTMLElement;
  readonly #status = make("p", { className: "explorable-state" });
  readonly #start: HTMLButtonElement | undefined;
  readonly #stop = button("Stop", "Stop here, and keep what is seen", () => this.stop());
  readonly #tries: HTMLTableSectionElement | undefined;
  readonly #fields = new Map<string, HTMLInputElement | HTMLSelectElement>();
  readonly #places = new Map<string, string>();
  readonly #open: () => Worker | MessagePort;
  #computer: Worker | MessagePort | undefined;
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the element that holds an explorable, and how to reach what computes. */
  constructor(root: HTMLElement, open: () => Worker | MessagePort) {
    this.#open = open;
    this.#description = JSON.parse(root.querySelector(".explorable-description")!.textContent!);
    const { controls, button: label, columns } = this.#description;
    this.#shown = root.querySelector<HTMLElement>(".explorable-shown")!;
    const form = make("form", { className: "explorable-controls" });
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const control of controls) {
      if (control.kind === "place") this.#places.set(control.name, control.value);
      else form.append(...this.#field(control));
    }
    this.#status.setAttribute("role", "status");
    const bar = make("div", { className: "explorable-bar" });
    if (label !== undefined) {
      this.#start = button(label, label, () => this.start());
      this.#stop.disabled = true;
      bar.append(this.#start, this.#stop);
    }
    bar.append(this.#status);
    this.#shown.before(form, bar);
    if (columns) {
      const table = make("table", {});
      const head = table.createTHead().insertRow();
      for (const column of columns) head.append(make("th", { textContent: column, scope: "col" }));
      this.#tries = table.createTBody();
      const box = make("div", { className: "table explorable-tries", hidden: true, tabIndex: 0 });
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "your tries");
      box.append(table);
      this.#shown.after(box);
    }
    this.#shown.addEventListener("click", ({ target }) => this.#choose(target));
    this.#shown.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** Computes what the controls ask for, in place of what was being computed. */
  start(): void {
    const run = ++this.#run;
    this.#busy(true);
    this.#ask({
      kind: "run",
      id: this.#description.id,
      run,
      settings: this.#settings(),
      width: Math.max(280, Math.min(640, this.#shown.clientWidth)),
    });
  }

  /** Stops where it is. */
  stop(): void {
    this.#run++;
    this.#ask({ kind: "stop" });
    this.#busy(false);
    this.#status.textContent += " · stopped";
  }

  #settings(): Settings {
    const fields = [...this.#fields].map(([name, { value }]) => [name, value] as const);
    return Object.fromEntries([...fields, ...this.#places]);
  }

  #ask(order: ExplorableOrder): void {
    this.#computer ??= this.#reached();
    this.#computer.postMessage(order);
  }

  #reached(): Worker | MessagePort {
    const computer = this.#open();
    computer.onmessage = ({ data }: MessageEvent<ExplorableReport>) => this.#hear(data);
    if ("onerror" in computer) {
      computer.onerror = (event) => {
        event.preventDefault();
        this.#computer = undefined;
        this.#busy(false);
        this.#status.textContent = `It could not be computed: ${event.message || "no worker"}`;
      };
    }
    return computer;
  }

  #hear(report: ExplorableReport): void {
    if (report.run !== this.#run) return;
    if (report.kind === "done") {
      this.#busy(false);
      if (report.error !== undefined) this.#status.textContent = report.error;
      return;
    }
    this.#status.textContent = report.says;
    if (report.html !== undefined) this.#show(report.html);
    if (report.row && this.#tries) {
      const row = this.#tries.insertRow(0);
      for (const cell of report.row) row.insertCell().textContent = cell;
      this.#tries.closest<HTMLElement>(".explorable-tries")!.hidden = false;
    }
  }

  /** Shows something new; the cursor stays on the place where it was. */
  #show(html: string): void {
    const { activeElement } = document;
    const within = this.#shown.contains(activeElement);
    this.#shown.innerHTML = html;
    if (within) this.#shown.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  #busy(busy: boolean): void {
    this.#stop.disabled = !busy;
    this.#shown.setAttribute("aria-busy", String(busy));
  }

  /** A control with its label, and what it is set to in words. */
  #field(control: Exclude<Control, { kind: "place" }>): HTMLElement[] {
    const label = make("label", {});
    const name = make("span", { textContent: control.label });
    const said = make("output", {});
    const more: HTMLElement[] = [];
    let field: HTMLInputElement | HTMLSelectElement;
    if (control.kind === "choice") {
      const select = field = make("select", {});
      for (const [value, text] of control.options) select.append(new Option(text, value));
    } else {
      const input = field = make("input", {});
      if (control.kind === "slider") {
        const { min, max, step = 1 } = control;
        Object.assign(input, { type: "range", min, max, step });
      } else {
        Object.assign(input, { type: "text", maxLength: control.maxLength, spellcheck: false });
        input.autocomplete = "off";
        const examples = make("div", { className: "explorable-examples" });
        for (const example of control.examples) {
          examples.append(button(example, "Read this", () => {
            input.value = example;
            this.#changed();
          }));
        }
        more.push(examples);
      }
    }
    const tell = () => {
      if (control.kind !== "slider") return;
      said.value = control.meanings?.[Number(field.value)] ?? field.value.replace("-", "−");
      field.setAttribute("aria-valuetext", said.value);
    };
    field.name = control.name;
    field.value = control.value;
    field.addEventListener("input", () => {
      tell();
      this.#changed();
    });
    tell();
    this.#fields.set(control.name, field);
    label.append(name, field, said);
    return [label, ...more];
  }

  /** What is computed at once is computed anew, when the reader pauses. */
  #changed(): void {
    if (this.#start) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), PATIENCE);
  }

  #choose(target: EventTarget | null): void {
    const chosen = target instanceof Element ? target.closest<HTMLElement>("[data-set]") : null;
    const list = chosen?.closest<HTMLElement>("[data-place]");
    if (!chosen || !list) return;
    this.#places.set(list.dataset.place!, chosen.dataset.set!);
    this.start();
  }

  /** Arrow keys go through what can be chosen. */
  #walk(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const here = event.target instanceof Element ? event.target.closest("[data-set]") : null;
    const list = here?.closest<HTMLElement>("[data-place]");
    if (by === undefined || !here || !list) return;
    event.preventDefault();
    const all = [...list.querySelectorAll<HTMLElement>("[data-set]")];
    const next = Math.max(0, Math.min(all.length - 1, all.indexOf(here as HTMLElement) + by));
    all[next].focus();
    this.#choose(all[next]);
  }
}

/** An element with properties. */
function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties);
}
