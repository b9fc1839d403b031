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
  it.fails("stops asking at the timeout", async () => {
    await expect.poll(() => 1, { timeout: 20, interval: 1 }).toBe(2);
  });
  it.fails("ends a test at its timeout", () => new Promise(() => {}), 20);
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

describe("types", () => {
  it("are asserted on", () => {
    expectTypeOf({ a: 1 }).toEqualTypeOf<{ a: number }>();
    expectTypeOf("x").not.toBeNumber();
    assertType<number>(1);
  });
});

describe("a test", () => {
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
