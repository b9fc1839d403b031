import {
  afterAll,
  afterEach,
  assertType,
  beforeAll,
  beforeEach,
  describe,
  expect,
  expectTypeOf,
  it,
  onTestFinished,
  test,
  vi,
} from "vitest";
import { needs } from "./permissions.ts";

describe("hooks", () => {
  const calls: string[] = [];
  beforeAll(() => void calls.push("before all"));
  beforeEach(() => {
    calls.push("before each");
    return () => void calls.push("clean up");
  });
  afterEach(() => void calls.push("after each"));

  it("run before the first test", () => {
    expect(calls).toEqual(["before all", "before each"]);
  });

  describe("of a suite inside", () => {
    beforeEach(() => void calls.push("inner before each"));
    afterAll(() => void calls.push("inner after all"));

    it("run after those around it", () => {
      expect(calls.slice(2).toSorted()).toEqual(
        ["after each", "before each", "clean up", "inner before each"].toSorted(),
      );
      onTestFinished(() => void calls.push("finished"));
    });
  });

  it("close a suite before the next test outside it", () => {
    expect(calls).toContain("finished");
    expect(calls).toContain("inner after all");
    expect(calls.filter((call) => call === "before all")).toHaveLength(1);
  });
});

describe("what follows a test", () => {
  const calls: string[] = [];
  const withHouse = it.extend({
    house: async ({ task: _ }: { task: object }, use: (house: string) => Promise<void>) => {
      await use("house");
      calls.push("house torn down");
    },
  });
  beforeEach(() => () => void calls.push("clean up"));
  afterEach(() => void calls.push("after each"));
  withHouse("is done in Vitest's order", ({ house }: { house: string }) => {
    onTestFinished(() => void calls.push("finished"));
    expect(house).toBe("house");
  });
  it("which is this one", () => {
    expect(calls).toEqual(["after each", "clean up", "house torn down", "finished"]);
  });
});

describe("tries", () => {
  let runs = 0;
  it("are as many as it takes", { retry: 3 }, () => expect(++runs).toBe(3));
  it("may depend on the error", { retry: { count: 3, condition: /no/ } }, () => {
    if (++runs < 5) throw new Error("no");
  });
  it("repeat", { repeats: 2 }, () => void runs++);
  it("were counted", () => expect(runs).toBe(5 + 3));
});

describe("tables", () => {
  const seen: unknown[] = [];

  it.each([[1, 2, 3], [2, 2, 4]])("%i + %i = %i", (a, b, sum) => {
    expect(a + b).toBe(sum);
  });
  it.each(["one", "two"])("row %s", (word) => {
    seen.push(word);
  });
  it.each`
    size | name
    ${1} | ${"one"}
    ${7} | ${"seven"}
  `("size $size, called $name", ({ size, name }) => {
    seen.push(size, name);
  });
  it.for([[1, 2]])("keeps a row whole: %s", (row, context) => {
    context.expect(row).toEqual([1, 2]);
  });
  it.each([[1], [2]])("takes options before its body: %i", { timeout: 1000 }, (n) => {
    expect(n).toBeGreaterThan(0);
  });
  it.each([[1, 2], 3])("spreads rows only where all are arrays: %s", (row, more?: unknown) => {
    expect(more).toBe(undefined);
    expect([3, "1,2"]).toContain(Array.isArray(row) ? row.join() : row);
  });
  describe.each([{ size: 3 }])("suite of size $size", ({ size }) => {
    it("gets its row", () => expect(size).toBe(3));
  });
  test("saw every row", () => {
    expect(seen).toEqual(["one", "two", 1, "one", 7, "seven"]);
  });
});

describe("a hook with time enough", () => {
  let made = 0;
  beforeAll(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    made = 1;
    return () => void (made = 0);
  }, 5_000);
  it("has run", () => expect(made).toBe(1));
});

describe("not run", () => {
  const never = () => expect.unreachable("a skipped test");
  it.skip("skip", never);
  it.skipIf(true)("skipIf", never);
  it.runIf(false)("runIf", never);
  it.todo("todo");
  describe.skip("suite", () => {
    beforeAll(never);
    it("inside", never);
  });
  it.skipIf(false)("skipIf false runs", () => expect(1).toBe(1));
});

describe("expect", () => {
  expect.extend({
    toBeEven(received: number) {
      return { pass: received % 2 === 0, message: () => `${received} is not even` };
    },
  });
  const even = (value: number) => expect(value) as unknown as { toBeEven(): void };

  it("has matchers, asymmetric ones and those of chai", () => {
    expect({ a: [1, 2], b: "text" }).toEqual({
      a: expect.any(Array),
      b: expect.stringMatching(/x/),
    });
    expect([0.1 + 0.2]).toEqual([expect.closeTo(0.3)]);
    expect(2).to.be.above(1);
    expect(2).toBeOneOf([1, 2]);
  });

  it("can be extended", () => {
    even(4).toBeEven();
    expect(() => even(3).toBeEven()).toThrow("3 is not even");
  });

  it("waits for promises", async () => {
    await expect(Promise.resolve(3)).resolves.toBe(3);
    await expect(Promise.reject(new Error("no"))).rejects.toThrow("no");
  });

  it("asks again until it holds", async () => {
    let asked = 0;
    await expect.poll(() => ++asked, { interval: 1 }).toBe(3);
    await expect.poll(() => asked, { interval: 1 }).not.toBe(2);
  });

  it("counts assertions", () => {
    expect.assertions(2);
    expect(1).toBe(1);
    expect(2).toBe(2);
  });

  it("passes soft assertions", () => {
    expect.soft(1).toBe(1);
    expect.soft("a").toMatch("a");
  });

  it.fails("notes a soft failure", () => {
    expect.soft(1).toBe(2);
  });
  it.fails("misses assertions that did not run", () => {
    expect.hasAssertions();
  });
  it("asks again through chai's words too", async () => {
    let asked = 0;
    await expect.poll(() => ++asked, { interval: 1 }).to.be.above(2);
    expect(() => expect.poll(() => 1).toThrow()).toThrow("vi.waitFor");
    expect.assert(asked > 2);
  });
  it.fails("asks only who awaits it", () => void expect.poll(() => 1).toBe(1));
  it.fails("stops asking at the timeout", async () => {
    await expect.poll(() => 1, { timeout: 20, interval: 1 }).toBe(2);
  });
  it.fails("ends a test at its timeout", () => new Promise(() => {}), 20);
  it.fails("fails a test that took longer, too", () => {
    const end = performance.now() + 30;
    while (performance.now() < end);
  }, 10);
  it.fails("fails with what is asserted of a promise and not awaited", () => {
    expect(Promise.resolve(1)).resolves.toBe(2);
  });
});

describe("vi", () => {
  it("makes spies", () => {
    const add = vi.fn((a: number, b: number) => a + b);
    expect(add(1, 2)).toBe(3);
    expect(add).toHaveBeenCalledExactlyOnceWith(1, 2);
    expect(add).toHaveReturnedWith(3);
  });

  it("spies on methods and gives them back", () => {
    const house = { rooms: () => 3 };
    const spy = vi.spyOn(house, "rooms").mockReturnValue(4);
    expect(house.rooms()).toBe(4);
    expect(spy).toHaveBeenCalledOnce();
    spy.mockRestore();
    expect(house.rooms()).toBe(3);
  });
});

describe("fake timers", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
  afterEach(() => void vi.useRealTimers());

  it("go on when told to", async () => {
    const late = vi.fn();
    setTimeout(late, 50);
    vi.advanceTimersByTime(49);
    expect(late).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(late).toHaveBeenCalledOnce();
    expect(Date.now()).toBe(1050);
  });

  it("count, run, and forget what waits", () => {
    const every = vi.fn();
    setInterval(every, 10);
    setTimeout(every, 25);
    expect(vi.getTimerCount()).toBe(2);
    vi.runOnlyPendingTimers();
    expect(every.mock.calls.length).toBeGreaterThan(1);
    vi.clearAllTimers();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("move from timer to timer, and count none but when faked", () => {
    const late = vi.fn();
    setTimeout(late, 10);
    setTimeout(late, 10);
    setTimeout(late, 20);
    vi.advanceTimersToNextTimer();
    expect(late).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    vi.clearAllTimers();
    expect(() => vi.getTimerCount()).toThrow("useFakeTimers");
  });

  it("keep the time that was set before, and that which they had", () => {
    vi.useRealTimers();
    vi.setSystemTime(5000);
    expect(Date.now()).toBe(5000);
    vi.useFakeTimers();
    expect(Date.now()).toBe(5000);
    vi.advanceTimersByTime(7);
    vi.useFakeTimers({ toFake: ["Date"] });
    expect(Date.now()).toBe(5007);
  });

  it("go on by themselves when told to", async () => {
    vi.setTimerTickMode("nextTimerAsync");
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    vi.setTimerTickMode("manual");
  });

  it("set the time of day", () => {
    vi.setSystemTime(new Date("2001-02-03T00:00:00Z"));
    expect(new Date().toISOString()).toBe("2001-02-03T00:00:00.000Z");
    vi.useRealTimers();
    expect(vi.isFakeTimers()).toBe(false);
    expect(Date.now()).toBeGreaterThan(1.7e12);
  });

  it.fails("do not fake the end of a test", () => new Promise(() => {}), 20);
});

describe("stand-ins", () => {
  it("for globals are taken back", () => {
    const before = globalThis.fetch;
    vi.stubGlobal("fetch", () => "stubbed");
    vi.stubGlobal("notThereBefore", 1);
    expect((globalThis.fetch as () => unknown)()).toBe("stubbed");
    vi.unstubAllGlobals();
    expect(globalThis.fetch).toBe(before);
    expect("notThereBefore" in globalThis).toBe(false);
  });
});

describe("waiting", () => {
  it("goes on until nothing is thrown, or something is true", async () => {
    let asked = 0;
    const ask = () => {
      if (++asked < 3) throw new Error("not yet");
      return asked;
    };
    expect(await vi.waitFor(ask, { interval: 1 })).toBe(3);
    expect(await vi.waitUntil(() => ++asked > 5, { interval: 1 })).toBe(true);
    await expect(vi.waitFor(() => Promise.reject(new Error("never")), { timeout: 5, interval: 1 }))
      .rejects.toThrow("never");
    const silence = new Promise(() => {});
    await expect(vi.waitFor(() => silence, { timeout: 5 })).rejects.toThrow("Timed out");
    await expect(vi.waitUntil(() => false, { timeout: 5, interval: 1 })).rejects.toThrow("Timed");
  });
});

describe("snapshots", () => {
  it("in the test itself are compared", () => {
    expect({ b: [1], a: "x" }).toMatchInlineSnapshot(`
      {
        "a": "x",
        "b": [
          1,
        ],
      }
    `);
    expect(() => {
      throw new RangeError("too far");
    }).toThrowErrorMatchingInlineSnapshot(`[RangeError: too far]`);
  });
  it("of what promises reject with are compared, one behind the other", async () => {
    const refuse = (what: string) => Promise.reject(new Error(what));
    await expect(refuse("first")).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: first]`);
    await expect(refuse("second")).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: second]`);
    await expect(Promise.resolve([1])).resolves.toMatchInlineSnapshot(`
      [
        1,
      ]
    `);
  });
  const { it: reading } = needs({ read: true });
  reading("in a file are compared", async () => {
    const path = new URL("types.ts", import.meta.url);
    const text = await Deno.readTextFile(path);
    await expect(text).toMatchFileSnapshot("types.ts");
    await expect(expect(text + "x").toMatchFileSnapshot("types.ts")).rejects.toThrow("mismatched");
  });
  it.fails("that differ are seen", () => {
    expect({ a: 1 }).toMatchInlineSnapshot(`
      {
        "a": 2,
      }
    `);
  });
});

describe("fixtures", () => {
  const calls: string[] = [];
  const withHouse = it.extend({
    rooms: 3,
    house: async ({ rooms }: { rooms: number }, use: (house: object) => Promise<void>) => {
      calls.push("built");
      await use({ rooms });
      calls.push("torn down");
    },
    unused: () => {
      throw new Error("nobody asked");
    },
  });
  withHouse("are made for who asks", ({ house }: { house: object }) => {
    expect(house).toEqual({ rooms: 3 });
    expect(calls).toEqual(["built"]);
  });
  withHouse("and cleaned up", ({ rooms }: { rooms: number }) => {
    expect(rooms).toBe(3);
    expect(calls).toEqual(["built", "torn down"]);
  });
});

const fixtureCalls: string[] = [];
const base = it.extend({
  size: 2,
  auto: [async ({ task: _ }: { task: object }, use: () => Promise<void>) => {
    fixtureCalls.push("auto");
    await use();
  }, { auto: true }],
})
  .extend("kind", "house")
  .extend("street", ({ kind }: { kind: string }, { onCleanup }: {
    onCleanup: (call: () => void) => void;
  }) => {
    onCleanup(() => void fixtureCalls.push("cleaned"));
    return `${kind} street`;
  });
const more = base.extend({
  size: async ({ size }: { size: number }, use: (size: number) => Promise<void>) => {
    await use(size + 1);
  },
  once: [async ({ task: _ }: { task: object }, use: (made: object) => Promise<void>) => {
    fixtureCalls.push("once");
    await use({});
  }, { scope: "file" }],
});

describe("fixtures that stand on others", () => {
  type Given = { size: number; street: string; once: object };
  more.beforeEach(({ size }: Given) => void fixtureCalls.push(`size ${size}`));
  more("get what they extend", ({ size, street, once }: Given) => {
    expect([size, street, once]).toEqual([3, "house street", {}]);
    expect(fixtureCalls).toEqual(["auto", "size 3", "once"]);
  });
  more.for([[10, 13]])("in tables too: %s", (
    [ten, sum]: [number, number],
    { size, once }: Given,
  ) => {
    expect(ten + size).toBe(sum);
    expect(once).toEqual({});
    expect(fixtureCalls).toEqual(["auto", "size 3", "once", "cleaned", "auto", "size 3"]);
  });
});

describe("types", () => {
  it("are asserted on", () => {
    expectTypeOf({ a: 1 }).toEqualTypeOf<{ a: number }>();
    expectTypeOf("x").not.toBeNumber();
    assertType<number>(1);
  });
});

describe("a test", () => {
  it("knows its own name, suite and file", ({ task }) => {
    expect([task.name, task.suite?.name]).toEqual(["knows its own name, suite and file", "a test"]);
    expect(task.file.filepath).toMatch(/vitest_test\.ts$/);
    expect(expect.getState().testPath).toMatch(/vitest_test\.ts$/);
  });
  it("may end itself without a judgement", ({ skip }) => {
    skip(false, "not this time");
    skip("here");
    expect.unreachable();
  });
});

const order: number[] = [];
describe.shuffle("shuffled", () => {
  for (let n = 0; n < 8; n++) it(`test ${n}`, () => void order.push(n));
});
it("shuffled tests ran, each once, in another order", () => {
  expect(order.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

describe("what is missing", () => {
  it("says so by name", () => {
    const missing = vi as unknown as Record<string, () => void>;
    if (!("Deno" in globalThis) || "__vitest_worker__" in globalThis) return;
    expect(() => missing.mock()).toThrow(
      "Cannot use vi.mock under deno test: modules are not replaced here",
    );
    expect(() => missing.setConfig()).toThrow("Cannot use vi.setConfig under deno test: it is not");
    expect(() => (it as unknown as typeof missing).override()).toThrow("Cannot use it.override");
  });
});
