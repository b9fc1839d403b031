import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
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
