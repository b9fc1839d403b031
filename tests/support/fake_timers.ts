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

const timeOf = (time: number | string | Date | undefined) =>
  time === undefined ? RealDate.now() : new RealDate(time).getTime();

export const fakeTimers = {
  useFakeTimers(options: FakeTimersOptions = {}) {
    clock?.uninstall();
    const { toFake, toNotFake = [], now, ...more } = options;
    const known = Object.keys(timers.timers) as FakeMethod[];
    const faked = (toFake ?? known.filter((name) => !real.includes(name)))
      .filter((name) => known.includes(name) && !toNotFake.includes(name));
    clock = timers.install({
      loopLimit: 10_000,
      ...more,
      now: timeOf(now),
      toFake: [...faked],
      ignoreMissingTimers: true,
    });
    return this;
  },
  useRealTimers() {
    clock?.uninstall();
    clock = undefined;
    wall?.uninstall();
    wall = undefined;
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
    return this;
  },
  async advanceTimersToNextTimerAsync() {
    await installed().nextAsync();
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
    installed().reset();
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
