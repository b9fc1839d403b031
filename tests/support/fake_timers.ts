/**
 * Vitest's timers that only go on when they are told to, from the package that Vitest uses.
 *
 * @module
 */

import "./environment.ts";
import { type FakeMethod, withGlobal } from "@sinonjs/fake-timers";

/** What to fake, and the time to begin with. */
export interface FakeTimersOptions {
  readonly toFake?: readonly FakeMethod[];
  readonly toNotFake?: readonly FakeMethod[];
  readonly now?: number | Date;
  readonly loopLimit?: number;
  readonly shouldAdvanceTime?: boolean;
  readonly advanceTimeDelta?: number;
}

const timers = withGlobal(globalThis);
/** What Vitest leaves alone unless told otherwise. */
const real: readonly string[] = ["nextTick", "queueMicrotask"];
const RealDate = Date;
type Clock = ReturnType<typeof timers.install>;
let clock: Clock | undefined;
/** The time set while only the clock on the wall is faked, or while nothing is. */
let wall: { uninstall(): void; readonly now: Date } | undefined;

function installed(): Clock {
  if (clock) return clock;
  throw new Error(
    "Cannot move the timers: they are not faked, and vi.useFakeTimers() is wanted before",
  );
}

function giveBack(): void {
  clock?.uninstall();
  clock = undefined;
  wall?.uninstall();
  wall = undefined;
}

const timeOf = (time: number | string | Date | undefined) =>
  time === undefined ? RealDate.now() : new RealDate(time).getTime();

export const fakeTimers = {
  useFakeTimers(options: FakeTimersOptions = {}) {
    const { toFake, toNotFake = [], now = wall?.now ?? Date.now(), ...more } = options;
    giveBack();
    const known = Object.keys(timers.timers) as FakeMethod[];
    const faked = (toFake ?? known.filter((name) => !real.includes(name)))
      .filter((name) => known.includes(name) && !toNotFake.includes(name));
    clock = timers.install({
      loopLimit: 10_000,
      shouldClearNativeTimers: true,
      ...more,
      now: timeOf(now),
      toFake: [...faked],
      ignoreMissingTimers: true,
    });
    return this;
  },
  useRealTimers() {
    giveBack();
    return this;
  },
  isFakeTimers: () => clock !== undefined,
  advanceTimersByTime(milliseconds: number) {
    installed().tick(milliseconds);
    return this;
  },
  async advanceTimersByTimeAsync(milliseconds: number) {
    await installed().tickAsync(milliseconds);
    return this;
  },
  advanceTimersToNextTimer() {
    installed().next();
    installed().tick(0); // all that are due at that time
    return this;
  },
  async advanceTimersToNextTimerAsync() {
    await installed().nextAsync();
    installed().tick(0);
    return this;
  },
  advanceTimersToNextFrame() {
    installed().runToFrame();
    return this;
  },
  runAllTimers() {
    installed().runAll();
    return this;
  },
  async runAllTimersAsync() {
    await installed().runAllAsync();
    return this;
  },
  runOnlyPendingTimers() {
    installed().runToLast();
    return this;
  },
  async runOnlyPendingTimersAsync() {
    await installed().runToLastAsync();
    return this;
  },
  runAllTicks() {
    installed().runMicrotasks();
    return this;
  },
  clearAllTimers() {
    clock?.reset();
    return this;
  },
  /** How faked time goes on: when told to, from timer to timer, or by `interval` milliseconds each time that much has passed. */
  setTimerTickMode(mode: "manual" | "nextTimerAsync" | "interval", interval?: number) {
    if (mode === "interval") installed().setTickMode({ mode, delta: interval });
    else installed().setTickMode({ mode: mode === "manual" ? mode : "nextAsync" });
    return this;
  },
  getTimerCount: () => installed().countTimers(),
  setSystemTime(time?: number | string | Date) {
    if (clock) clock.setSystemTime(timeOf(time));
    else {
      wall?.uninstall();
      const faked = timers.install({ now: timeOf(time), toFake: ["Date"] });
      wall = { uninstall: () => faked.uninstall(), now: new RealDate(timeOf(time)) };
    }
    return this;
  },
  getMockedSystemTime: () => clock ? new RealDate(clock.now) : wall?.now ?? null,
  getRealSystemTime: () => RealDate.now(),
};
