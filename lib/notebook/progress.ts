/**
 * Progress with time left, for whatever takes over two seconds.
 *
 * It updates in place, and its last state holds no time and looks the same whether or not a reader ever
 * saw it move: what is saved in a notebook does not depend on how fast the machine was.
 *
 * @module
 */

import {
  aFunction,
  anyText,
  checkOptions,
  checkValue,
  having,
  needed,
  type OptionRules,
  realNumber,
  wholeNumber,
} from "../options.ts";
import {
  aScreen,
  type Displayable,
  displaySymbol,
  html,
  openDisplay,
  plainText,
  type Screen,
  type UpdatingDisplay,
} from "./display.ts";
import { escapeMarkup, formatNumber, formatSeconds } from "./format.ts";

/** Under this MIME type a program finds that an output shows something unfinished; no last state has it. */
export const progressMimeType = "application/vnd.sequences.progress+json";

/** How progress is shown. */
export interface ProgressOptions {
  /** How many steps there are. */
  readonly total: number;
  /** What is being done, such as "training". */
  readonly label: string;
  /** An updating display to use instead of a new one; then `finish` leaves it alone. */
  readonly display?: UpdatingDisplay;
  /** Milliseconds before anything is shown; 2,000 if not given. */
  readonly patience?: number;
  /** Milliseconds between two updates; 250 if not given. */
  readonly every?: number;
  /** The clock in milliseconds; tests bring their own. */
  readonly now?: () => number;
  /** Where to show it, if not in this process's own output. */
  readonly screen?: Screen;
}

const rules: OptionRules<ProgressOptions> = {
  total: needed(wholeNumber(0)),
  label: needed(anyText),
  display: having("a display, such as openDisplay(…)", "update", "finish"),
  patience: realNumber(0),
  every: realNumber(0),
  now: aFunction("a clock"),
  screen: aScreen,
};

/** Counts steps and tells the reader how many are left. */
export interface Progress {
  /** Says that `done` steps of all are done now. */
  update(done: number, note?: string): void;
  /** Says that one more step is done. */
  step(note?: string): void;
  /** Ends it and leaves a sentence without times. */
  finish(sentence?: string): Promise<void>;
}

/**
 * Starts to show progress.
 *
 * @param options `total` steps and a `label`
 * @returns what to tell about each step; call `finish` at the end
 *
 * @example
 * ```ts
 * import { silentScreen } from "lib/notebook/display.ts";
 * import { progress } from "lib/notebook/progress.ts";
 *
 * const reading = progress({ total: 3, label: "reading", screen: silentScreen });
 * for (let page = 0; page < 3; page++) reading.step();
 * await reading.finish("3 pages read");
 * ```
 */
export function progress(options: ProgressOptions): Progress {
  checkOptions<ProgressOptions>("show progress", options, rules);
  const {
    total,
    label,
    display,
    patience = 2000,
    every = 250,
    now = () => performance.now(),
    screen,
  } = options;
  const start = now();
  const place = display ?? openDisplay(plainText(""), { screen });
  let done = 0;
  let shown = start + patience - every;

  function update(count: number, note = ""): void {
    checkValue("show progress", "how many steps are done", count, realNumber(0));
    checkValue("show progress", "the note", note, anyText);
    done = count;
    const time = now();
    if (time - shown < every || done >= total) return;
    shown = time;
    const left = done > 0 ? (time - start) / done * (total - done) / 1000 : undefined;
    place.update(progressBar({ done, total, label, left, note }));
  }

  return {
    update,
    step: (note) => update(done + 1, note),
    async finish(sentence = `${label}: ${formatNumber(done)} of ${formatNumber(total)}`) {
      if (display === undefined) await place.finish(plainText(sentence));
    },
  };
}

/** What a bar of progress shows. */
export interface ProgressState {
  /** Steps that are done. */
  readonly done: number;
  /** How many there are. */
  readonly total: number;
  /** What is being done. */
  readonly label: string;
  /** Seconds left, if known. */
  readonly left?: number;
  /** What else there is to say. */
  readonly note?: string;
}

const stateRules: OptionRules<ProgressState> = {
  done: needed(realNumber(0)),
  total: needed(realNumber(0)),
  label: needed(anyText),
  left: realNumber(0),
  note: anyText,
};

/**
 * One state of progress: a bar, the count, and the time left.
 *
 * @param state `done` of `total` steps, a `label`, seconds `left` if known, a `note`
 * @returns a displayable
 *
 * @example
 * ```ts
 * import { progressBar } from "lib/notebook/progress.ts";
 *
 * progressBar({ done: 20, total: 100, label: "training", left: 8 });
 * ```
 */
export function progressBar(state: ProgressState): Displayable {
  checkOptions<ProgressState>("show progress", state, stateRules, {
    kind: "state's",
    whole: "its state is",
  });
  const { done, total, label, left, note = "" } = state;
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const text = [
    `${label}: ${formatNumber(done)} of ${formatNumber(total)}`,
    ...(left === undefined ? [] : [`about ${formatSeconds(left)} left`]),
    ...(note === "" ? [] : [note]),
  ].join(" · ");
  const bar = html(
    `<div style="max-width:640px;font-size:13px;line-height:1.6">${escapeMarkup(text)}` +
      `<div style="height:6px;border-radius:3px;background:#8884">` +
      `<div style="height:6px;border-radius:3px;background:#0072b2;width:${
        (100 * part).toFixed(1)
      }%"></div></div></div>`,
    text,
  );
  return {
    [displaySymbol]: () => ({ ...bar[displaySymbol](), [progressMimeType]: { done, total } }),
  };
}
