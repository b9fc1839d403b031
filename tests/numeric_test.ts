import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { cos, exp, expMinusOne, hypot, log, log10, log2, sigmoid, sin, tanh } from "lib/numeric.ts";

const LAST_PLACE = 2 ** -52;

/** Asserts |value − wanted| ≤ units·2⁻⁵²·|wanted|. */
function expectWithin(units: number, value: number, wanted: number) {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(units * LAST_PLACE * Math.abs(wanted));
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe("against the engine's own functions", () => {
  it("exp", () => {
    fc.assert(fc.property(between(-700, 700), (x) => expectWithin(2, exp(x), Math.exp(x))));
  });
  it("expMinusOne, also near zero", () => {
    fc.assert(
      fc.property(between(-50, 700), (x) => expectWithin(2, expMinusOne(x), Math.expm1(x))),
    );
    fc.assert(
      fc.property(between(-1e-3, 1e-3), (x) => expectWithin(2, expMinusOne(x), Math.expm1(x))),
    );
  });
  it("log, also near one", () => {
    fc.assert(
      fc.property(between(2.3e-308, 1.7e308), (x) => expectWithin(2, log(x), Math.log(x))),
    );
    fc.assert(fc.property(between(0.9, 1.1), (x) => expectWithin(2, log(x), Math.log(x))));
  });
  it("log10", () => {
    fc.assert(
      fc.property(between(2.3e-308, 1.7e308), (x) => expectWithin(3, log10(x), Math.log10(x))),
    );
    for (let power = -300; power <= 300; power++) {
      expect(log10(Number(`1e${power}`))).toBe(power);
    }
  });
  it("log2", () => {
    fc.assert(
      fc.property(between(2.3e-308, 1.7e308), (x) => expectWithin(3, log2(x), Math.log2(x))),
    );
    for (let power = -1074; power <= 1023; power++) expect(log2(2 ** power)).toBe(power);
  });
  it("hypot, also of the largest and the smallest", () => {
    for (const most of [1, 1e300, 1e-300, 1e-320]) {
      fc.assert(
        fc.property(fc.array(between(-most, most), { maxLength: 40 }), (values) => {
          const wanted = Math.hypot(...values);
          const last = Math.max(8 * LAST_PLACE * wanted, 1e-323);
          expect(Math.abs(hypot(...values) - wanted)).toBeLessThanOrEqual(last);
        }),
      );
    }
  });
  it("tanh, also near zero", () => {
    fc.assert(fc.property(between(-30, 30), (x) => expectWithin(5, tanh(x), Math.tanh(x))));
    fc.assert(fc.property(between(-1e-3, 1e-3), (x) => expectWithin(5, tanh(x), Math.tanh(x))));
  });
  it("sigmoid", () => {
    fc.assert(
      fc.property(between(-700, 700), (x) => expectWithin(5, sigmoid(x), 1 / (1 + Math.exp(-x)))),
    );
  });
  it("sin and cos, to an absolute 2⁻⁵²", () => {
    fc.assert(fc.property(between(-1.6e6, 1.6e6), (x) => {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThanOrEqual(LAST_PLACE);
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThanOrEqual(LAST_PLACE);
    }));
  });
});

describe("at the edges", () => {
  it.each([
    ["exp(0)", exp(0), 1],
    ["log2(0)", log2(0), -Infinity],
    ["log2(∞)", log2(Infinity), Infinity],
    ["log10(0)", log10(0), -Infinity],
    ["log10(−1)", log10(-1), NaN],
    ["log10(∞)", log10(Infinity), Infinity],
    ["hypot()", hypot(), 0],
    ["hypot(NaN, −∞)", hypot(NaN, -Infinity), Infinity],
    ["hypot(1, NaN)", hypot(1, NaN), NaN],
    ["hypot(NaN, 1)", hypot(NaN, 1), NaN],
    ["exp(∞)", exp(Infinity), Infinity],
    ["exp(−∞)", exp(-Infinity), 0],
    ["exp just below overflow", Number.isFinite(exp(709.78)), true],
    ["exp just above overflow", exp(709.79), Infinity],
    ["exp of a subnormal result", exp(-744), Math.exp(-744)],
    ["exp below the smallest", exp(-746), 0],
    ["expMinusOne(−0)", expMinusOne(-0), -0],
    ["expMinusOne(−∞)", expMinusOne(-Infinity), -1],
    ["expMinusOne(∞)", expMinusOne(Infinity), Infinity],
    ["log(0)", log(0), -Infinity],
    ["log(−0)", log(-0), -Infinity],
    ["log(−1)", log(-1), NaN],
    ["log(∞)", log(Infinity), Infinity],
    ["log(1)", log(1), 0],
    ["log of the smallest subnormal", log(5e-324), Math.log(5e-324)],
    ["tanh(−0)", tanh(-0), -0],
    ["tanh(∞)", tanh(Infinity), 1],
    ["tanh(−∞)", tanh(-Infinity), -1],
    ["tanh of the smallest subnormal", tanh(5e-324), 5e-324],
    ["sigmoid(0)", sigmoid(0), 0.5],
    ["sigmoid(∞)", sigmoid(Infinity), 1],
    ["sigmoid(−∞)", sigmoid(-Infinity), 0],
    ["sin(−0)", sin(-0), -0],
    ["cos(0)", cos(0), 1],
    ["sin(∞)", sin(Infinity), NaN],
  ])("%s", (_, value, wanted) => expect(value).toBe(wanted));

  it("passes NaN on", () => {
    for (const f of [exp, expMinusOne, log, tanh, sigmoid, sin, cos]) expect(f(NaN)).toBeNaN();
  });
  it("refuses an angle too large to reduce", () => {
    expect(() => sin(1e9)).toThrow("Cannot take the sine of 1000000000");
  });
});

describe("by meaning", () => {
  it("tanh and sin are odd, cos is even, exactly", () => {
    fc.assert(fc.property(between(-1000, 1000), (x) => {
      expect(tanh(-x)).toBe(-tanh(x));
      expect(sin(-x)).toBe(-sin(x));
      expect(cos(-x)).toBe(cos(x));
    }));
  });
  it("exp, tanh and sigmoid never decrease", () => {
    fc.assert(fc.property(between(-40, 40), between(1e-6, 10), (x, more) => {
      for (const f of [exp, tanh, sigmoid]) expect(f(x + more)).toBeGreaterThanOrEqual(f(x));
    }));
  });
  it("log undoes exp", () => {
    fc.assert(fc.property(between(-700, 700), (x) => {
      expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(1e-15 + 1e-15 * Math.abs(x));
    }));
  });
});

it("gives the bits recorded here, on every machine", () => {
  const bits = (x: number) => new BigUint64Array(Float64Array.of(x).buffer)[0].toString(16);
  let all = 0n;
  for (let i = 0; i < 1000; i++) {
    const x = (i - 500) / 37;
    for (const f of [exp, expMinusOne, tanh, sigmoid, sin, cos, (y: number) => log(Math.abs(y))]) {
      all = BigInt.asUintN(64, all * 31n + BigInt("0x" + bits(f(x))));
    }
  }
  expect(all.toString(16)).toBe("6ee260851fb91a17");
});
