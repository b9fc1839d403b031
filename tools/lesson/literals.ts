/**
 * The strings and templates in the code of a notebook's cells: what a figure or a card can say, before it is run.
 *
 * Not a parser: it knows comments, strings, templates within templates, and of which property a string is the value.
 *
 * @module
 */

/** What of a notebook is read. */
export interface ReadCell {
  readonly cell_type: string;
  readonly id: string;
  readonly source: string | readonly string[];
}

/** A string, a template, or several of them joined by +. */
export interface Literal {
  /** What is typed; "…" for what is put in when the cell runs. */
  readonly text: string;
  /** Whether something is put in. */
  readonly built: boolean;
  /** The property whose value it is, or is part of; "" if it is none's. */
  readonly field: string;
  /** Whether it is part of another template. */
  readonly inner: boolean;
}

interface Found extends Literal {
  readonly start: number;
  end: number;
  text: string;
  built: boolean;
}

/** Where a property could begin, and the property that is being given. */
interface Bracket {
  field: string;
  fresh: boolean;
}

/** All strings and templates of a piece of code, but not the paths of imports. */
export function literals(code: string): Literal[] {
  const found: Found[] = [];
  let at = 0;
  let last = ""; // the last sign that was no space and no comment

  const read = (until: string, outer: readonly Bracket[], inner: boolean) => {
    const brackets: Bracket[] = [{ field: "", fresh: false }];
    const top = () => brackets[brackets.length - 1];
    const field = () =>
      [...outer, ...brackets].reverse().find((bracket) => bracket.field !== "")?.field ?? "";
    while (at < code.length) {
      const rest = code.slice(at);
      const skipped = /^(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)/.exec(rest);
      if (skipped) {
        at += skipped[0].length;
        continue;
      }
      const property = top().fresh && /^(\w+)\s*:(?!:)/.exec(rest);
      if (property) {
        top().field = property[1];
        top().fresh = false;
        at += property[0].length;
        last = ":";
        continue;
      }
      const sign = code[at];
      if (sign === until && brackets.length === 1) return;
      if (`"'\``.includes(sign)) {
        quoted(sign, field(), [...outer, ...brackets], inner);
        last = sign;
        top().fresh = false;
        continue;
      }
      const pattern = "(,=:[!&|?{;".includes(last) &&
        /^\/(?:\\.|\[(?:\\.|[^\]])*\]|[^/\\\n])+\/\w*/.exec(rest);
      if (pattern) {
        at += pattern[0].length;
        last = "/";
        continue;
      }
      if ("([{".includes(sign)) brackets.push({ field: "", fresh: sign === "{" });
      else if (")]}".includes(sign) && brackets.length > 1) brackets.pop();
      else if (sign === ",") Object.assign(top(), { field: "", fresh: true });
      else if (sign === ";") Object.assign(top(), { field: "", fresh: false });
      else top().fresh = false;
      const word = /^[\w$]+/.exec(rest);
      at += word ? word[0].length : 1;
      last = code[at - 1];
    }
  };

  const quoted = (quote: string, field: string, outer: readonly Bracket[], inner: boolean) => {
    const literal: Found = { text: "", built: false, field, inner, start: at, end: at };
    found.push(literal);
    at++;
    while (at < code.length && code[at] !== quote) {
      if (code[at] === "\\") {
        literal.text += code.slice(at, at + 2);
        at += 2;
      } else if (quote === "`" && code.startsWith("${", at)) {
        at += 2;
        read("}", outer, true);
        at++;
        literal.text += "…";
        literal.built = true;
      } else literal.text += code[at++];
    }
    literal.end = ++at;
  };

  read("", [], false);
  return joined(found.filter(({ start }) => !/\bfrom\s+$/.test(code.slice(0, start))), code);
}

/** Those joined by + as one. */
function joined(found: readonly Found[], code: string): Literal[] {
  const all: Found[] = [];
  for (const literal of found) {
    const before = all.findLast(({ inner }) => inner === literal.inner);
    if (before && /^\s*\+\s*$/.test(code.slice(before.end, literal.start))) {
      before.text += literal.text;
      before.built ||= literal.built;
      before.end = literal.end;
    } else all.push({ ...literal });
  }
  return all.map(({ text, built, field, inner }) => ({ text, built, field, inner }));
}

/** The code of a cell; "" if it holds none, or is an exercise's. */
export function codeOf({ cell_type, id, source }: ReadCell): string {
  return cell_type === "code" && !id.startsWith("exercise-") ? [source].flat().join("") : "";
}

/** Ids of the claims that a notebook makes. */
export function claimIds(cells: readonly ReadCell[]): Set<string> {
  const code = cells.map(({ source }) => [source].flat().join("")).join("\n");
  return new Set(Array.from(code.matchAll(/\bid: "(\d\d\.[a-z0-9-]+)"/g), ([, id]) => id));
}
