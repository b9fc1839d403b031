/**
 * Values as a comment states them: `// [2, 3] [[1, 2, 3], [4, 5, 6]]`, `// 1 − tanh(0.5)² ≈ 0.786`, `// 1: the first one`.
 *
 * Read so: values, a space between them, then perhaps a colon and a remark. What stands before `≈` or `=` is how one would
 * come to the number. `…` stands for more digits, elements, or keys. After `≈` the last digit may be rounded; any other number
 * is meant exactly, in single precision at least. A list without a name may be a typed array. A comment that does not begin with a value is a remark and states none.
 *
 * @module
 */

/** Whether values are as stated; the answer says what differs, or is undefined. */
export type Stated = (found: readonly unknown[]) => string | undefined;

type Pattern = (found: unknown) => boolean;

/** What a comment states, or undefined when it is a remark. Throws when it begins like a value and does not go on as one. */
export function statedIn(comment: string): Stated | undefined {
  const derived = /^[^"[{]*?([≈=]) (?=[-−\d])/.exec(comment);
  const text = (derived ? comment.slice(derived[0].length) : comment).trim();
  if (
    !/^(["[{\d∞]|[-−][\d∞]|[A-Z]\w*Array [[(]|(true|false|null|undefined|NaN|Infinity)\b)/.test(
      text,
    )
  ) {
    return undefined;
  }
  const reader = new Reader(text, derived?.[1] === "≈");
  const wanted = reader.all();
  return (found) => {
    const same = found.length === wanted.length && wanted.every((is, index) => is(found[index]));
    return same ? undefined : `found ${found.map(show).join(" ")}, and ${text} is stated`;
  };
}

function show(value: unknown): string {
  return Deno.inspect(value, { compact: true, breakLength: Infinity, depth: 8, iterableLimit: 20 });
}

class Reader {
  #rest: string;

  constructor(readonly text: string, readonly rounded: boolean) {
    this.#rest = text;
  }

  /** All values up to the end or to a remark. */
  all(): Pattern[] {
    const values = [this.#value()];
    while (this.#rest !== "" && !this.#rest.startsWith(":")) {
      this.#take(/^ +/, "a space, or a colon and a remark");
      values.push(this.#value());
    }
    return values;
  }

  #take(what: RegExp, wanted: string): string {
    const found = what.exec(this.#rest)?.[0];
    if (found === undefined) {
      throw new SyntaxError(
        `Cannot read the value stated in "${this.text}": found "${this.#rest}", and ${wanted} is wanted`,
      );
    }
    this.#rest = this.#rest.slice(found.length);
    return found;
  }

  #value(): Pattern {
    if (this.#rest.startsWith('"')) {
      const text = JSON.parse(this.#take(/^"(?:[^"\\]|\\.)*"/, "the end of a text"));
      return (found) => found === text;
    }
    if (/^(?:[A-Z]\w*Array )?\[/.test(this.#rest)) return this.#list();
    if (this.#rest.startsWith("{")) return this.#record();
    const word = /^(true|false|null|undefined|NaN|Infinity|∞|[-−]∞|-Infinity)(?!\w)/.exec(
      this.#rest,
    );
    if (word) {
      this.#take(/^[-−]?[\w∞]+/, "a word");
      const value = words[word[0].replace("−", "-").replace("∞", "Infinity")];
      return (found) => Object.is(found, value);
    }
    return this.#number();
  }

  #number(): Pattern {
    const text = this.#take(/^[-−]?\d[\d_]*(?:\.\d+)?(?:e[-−+]?\d+)?…?/, "a value").replaceAll(
      "−",
      "-",
    );
    const value = Number(text.replace("…", "").replaceAll("_", ""));
    const decimals = /\.(\d+)/.exec(text)?.[1].length ?? 0;
    if (text.endsWith("…")) {
      const unit = 10 ** -decimals;
      return (found) =>
        typeof found === "number" &&
        Math.floor(Math.abs(found) / unit + 1e-9) === Math.round(Math.abs(value) / unit) &&
        Math.sign(found) === Math.sign(value);
    }
    if (this.rounded) {
      return (found) =>
        typeof found === "number" && Math.abs(found - value) <= 0.5000001 * 10 ** -decimals;
    }
    return (found) =>
      Object.is(found, value) ||
      (typeof found === "number" && value !== 0 && Math.fround(found) === Math.fround(value));
  }

  #list(): Pattern {
    const kind = this.#take(/^(?:[A-Z]\w*Array )?\[/, "a list").replace(/ ?\[/, "");
    const before: Pattern[] = [];
    const after: Pattern[] = [];
    let gap = false;
    this.#items("]", () => {
      if (this.#rest.startsWith("…")) {
        this.#take(/^…/, "more");
        gap = true;
      } else (gap ? after : before).push(this.#value());
    });
    return (found) => {
      const list = found as ArrayLike<unknown>;
      if (!Array.isArray(found) && !ArrayBuffer.isView(found)) return false;
      if (kind && Object.prototype.toString.call(found) !== `[object ${kind}]`) return false;
      const known = before.length + after.length;
      if (gap ? list.length < known : list.length !== known) return false;
      return before.every((is, index) => is(list[index])) &&
        after.every((is, index) => is(list[list.length - after.length + index]));
    };
  }

  #record(): Pattern {
    this.#take(/^\{ ?/, "a record");
    const fields = new Map<string, Pattern>();
    let gap = false;
    this.#items("}", () => {
      if (this.#rest.startsWith("…")) {
        this.#take(/^…/, "more");
        gap = true;
        return;
      }
      const key = this.#take(/^(?:"[^"]*"|[\w$]+): /, "a key and a colon").slice(0, -2);
      fields.set(key.replaceAll('"', ""), this.#value());
    });
    return (found) => {
      if (typeof found !== "object" || found === null) return false;
      const record = found as Record<string, unknown>;
      return (gap || Object.keys(record).length === fields.size) &&
        [...fields].every(([key, is]) => key in record && is(record[key]));
    };
  }

  /** Reads items with commas between them until `end`. */
  #items(end: string, item: () => void): void {
    const close = new RegExp(`^ ?\\${end}`);
    for (let first = true; !close.test(this.#rest); first = false) {
      if (!first) this.#take(/^, */, `a comma or ${end}`);
      item();
    }
    this.#take(close, end);
  }
}

const words: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  undefined: undefined,
  NaN: NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity,
};
