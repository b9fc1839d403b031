/**
 * Following a training: drives the generator that `train` returns, shows how it goes, and hears the stop
 * button.
 *
 * `train` decides nothing about what is shown: it yields events. `follow` passes each to a picture that
 * grows while the reader watches (`trainingPlot` in lib/plots), shows progress with time left, and gives
 * way to the event loop about twelve times a second. Nothing that stays on the page depends on time.
 *
 * @module
 */

import {
  aScreen,
  type Displayable,
  displaySymbol,
  openDisplay,
  plainText,
  type Screen,
  show,
} from "./display.ts";
import {
  anyText,
  aSignal,
  checkOptions,
  checkValue,
  having,
  type OptionRules,
  realNumber,
  type Rule,
  someText,
} from "../options.ts";
import { openCheckpoint } from "./checkpoints.ts";
import { formatNumber } from "./format.ts";
import { breathe, interruptSignal, someItems } from "./interrupt.ts";
import { progressBar } from "./progress.ts";

/** The least an event must say; those of `train` say more. */
export interface FollowedEvent {
  /** What happened: `"update"`, `"evaluation"` or `"done"`. */
  readonly kind: string;
  /** How many updates have been made, counted from 1. */
  readonly update?: number;
  /** How many updates there will be. */
  readonly updates?: number;
  /** The loss of the update. */
  readonly loss?: number;
}

/** A picture that grows with each event. */
export interface LivePicture<Event> {
  /** Takes in one more event. */
  add(event: Event): void;
  /** The picture as of now. */
  picture(): Displayable;
}

/** How to follow a training. */
export interface FollowOptions<Event> {
  /** A picture that grows, such as `trainingPlot(…)`; without one only progress is shown. */
  readonly plot?: LivePicture<Event>;
  /** What is being done; "training" if not given. */
  readonly label?: string;
  /** Stops the training when it aborts; the stop button's signal if not given. */
  readonly signal?: AbortSignal;
  /**
   * A name under which the training is kept in a file, so that it goes on after the kernel has ended: run the same
   * cell again. For what `train` returns.
   */
  readonly checkpoint?: string;
  /** Milliseconds between two times that the file is written; if not given 5,000, more when that takes long. */
  readonly keepEvery?: number;
  /** Milliseconds between two pauses for the event loop; 80 if not given. */
  readonly pauseEvery?: number;
  /** Milliseconds between two pictures; 500 if not given, more when a picture takes long to draw. */
  readonly drawEvery?: number;
  /** Where to show it, if not in this process's own output. */
  readonly screen?: Screen;
}

const RULES: OptionRules<FollowOptions<FollowedEvent>> = {
  plot: having("a picture that grows, such as trainingPlot(…)", "add", "picture"),
  label: anyText,
  signal: aSignal,
  pauseEvery: realNumber(0),
  drawEvery: realNumber(0),
  checkpoint: someText,
  keepEvery: realNumber(0),
  screen: aScreen,
};

const aCount = realNumber(0);
const anEvent: Rule = {
  wanted:
    "an event { kind, … } with numbers as update, updates and loss, such as train({ … }) gives,",
  holds: (event) => {
    const { kind, update = 0, updates = 0, loss = 0 } = (event ?? {}) as Partial<FollowedEvent>;
    return typeof kind === "string" && aCount.holds(update) && aCount.holds(updates) &&
      typeof loss === "number";
  },
};

/** What a followed training leaves behind. */
export interface Followed<Event> extends Displayable {
  /** Every event, in order. */
  readonly history: readonly Event[];
  /** The last event; that of kind `"done"` if the training came to its end. */
  readonly last: Event;
}

/**
 * Runs a training to its end while showing it.
 *
 * @param events the generator that `train` returns
 * @param options `plot`: a picture that grows; `label`
 * @returns all events, and the last
 * @throws {Interrupted} if the reader presses stop; the model keeps what it has learned so far
 * @throws {RangeError} if there is no event at all
 *
 * @example
 * ```ts
 * import { silentScreen } from "lib/notebook/display.ts";
 * import { follow } from "lib/notebook/follow.ts";
 *
 * const events = [1, 2, 3].map((update) => ({ kind: "update", update, updates: 3, loss: 1 / update }));
 * const { last } = await follow(events, { screen: silentScreen });
 * last.loss; // 0.333…
 * ```
 */
export async function follow<Event extends FollowedEvent>(
  events: Iterable<Event> | AsyncIterable<Event>,
  options: FollowOptions<Event> = {},
): Promise<Followed<Event>> {
  checkValue("follow a training", "what is followed", events, someItems);
  checkOptions<FollowOptions<Event>>("follow a training", options, RULES);
  const {
    plot,
    label = "training",
    signal = interruptSignal(),
    pauseEvery = 80,
    drawEvery = 500,
    checkpoint,
    keepEvery,
    screen,
  } = options;
  const kept = checkpoint === undefined ? undefined : openCheckpoint(checkpoint, events, keepEvery);
  if (kept?.told !== undefined) await show(plainText(kept.told), { screen });
  const display = openDisplay(plainText(""), { screen });
  const history: Event[] = [...kept?.history ?? []] as FollowedEvent[] as Event[];
  const start = performance.now();
  let paused = start;
  let drawn = start;
  let cost = 0;
  history.forEach((event) => plot?.add(event));
  const from = history.findLast((event) => event.update !== undefined)?.update ?? 0;
  let done = from;
  let total = 0;
  const summary = (end: string) =>
    plainText(`${label}: ${formatNumber(done)} ${done === 1 ? "update" : "updates"}${end}`);

  try {
    signal.throwIfAborted();
    for await (const event of events) {
      checkValue("follow a training", "an event", event, anEvent);
      history.push(event);
      plot?.add(event);
      done = event.update ?? done;
      total = event.updates ?? total;
      const time = performance.now();
      if (time - drawn >= Math.max(drawEvery, 10 * cost) && (screen?.live ?? true)) {
        const left = done > from && total > 0
          ? (time - start) / (done - from) * (total - done) / 1000
          : undefined;
        const bar = time - start >= 2000 && done < total
          ? progressBar({ done, total, label, left })
          : undefined;
        if (plot !== undefined) display.update(withBar(plot.picture(), bar));
        else if (bar !== undefined) display.update(bar);
        drawn = performance.now();
        cost = drawn - time;
      }
      kept?.keepNowAndThen(history);
      if (time - paused >= pauseEvery) {
        await breathe(signal);
        paused = performance.now();
      }
    }
  } catch (error) {
    kept?.keep(history);
    await display.finish(plot?.picture() ?? summary(", then stopped"));
    throw error;
  }
  if (history.length === 0) {
    throw new RangeError("Cannot follow a training: found no event, wanted at least one");
  }
  const problem = kept?.keep(history);
  await display.finish(plot?.picture() ?? summary(""));
  if (problem !== undefined) await show(plainText(problem), { screen });
  const last = history[history.length - 1];
  const loss = history.findLast((event) => event.loss !== undefined)?.loss;
  const text = loss === undefined ? `last event: ${last.kind}` : `last loss: ${formatNumber(loss)}`;
  return { history, last, [displaySymbol]: () => plainText(text)[displaySymbol]() };
}

/**
 * Runs a training to its end and shows nothing; for experiments inside a claim, which shows progress
 * itself. It hears the stop button.
 *
 * @param events the generator that `train` returns
 * @param options `signal`: stops it; the stop button's if not given
 * @returns the last event
 * @throws {Interrupted} if the reader presses stop
 * @throws {RangeError} if there is no event at all
 *
 * @example
 * ```ts
 * import { runQuietly } from "lib/notebook/follow.ts";
 *
 * const last = await runQuietly([{ kind: "update", loss: 0.7 }, { kind: "done", loss: 0.1 }]);
 * last.loss; // 0.1
 * ```
 */
export async function runQuietly<Event>(
  events: Iterable<Event> | AsyncIterable<Event>,
  options: { signal?: AbortSignal } = {},
): Promise<Event> {
  checkValue("run a training", "what is run", events, someItems);
  checkOptions<typeof options>("run a training", options, { signal: aSignal });
  const { signal = interruptSignal() } = options;
  let last: { event: Event } | undefined;
  let paused = performance.now();
  for await (const event of events) {
    last = { event };
    if (performance.now() - paused < 80) continue;
    await breathe(signal);
    paused = performance.now();
  }
  if (last === undefined) {
    throw new RangeError("Cannot run a training: found no event, wanted at least one");
  }
  return last.event;
}

/** A picture while it grows, with a bar below it. */
function withBar(picture: Displayable, bar: Displayable | undefined): Displayable {
  if (bar === undefined) return picture;
  const top = picture[displaySymbol]();
  const bottom = bar[displaySymbol]();
  return {
    [displaySymbol]: () => ({
      ...bottom,
      "text/html": `${top["text/html"] ?? ""}${bottom["text/html"] ?? ""}`,
    }),
  };
}
