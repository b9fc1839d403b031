/**
 * The examples in doc comments, taken out so that they can be run with what their comments state compared:
 * `mean([1, 2]); // 1.5`, `console.log(x.shape); // [2, 3]`, `const total = sum(x).item(); // 6`.
 *
 * @module
 */

import { type Stated, statedIn } from "./stated_value.ts";

/** One example. */
export interface Example {
  /** The file, from the clone's folder on. */
  readonly file: string;
  /** The line of its first statement. */
  readonly line: number;
  readonly code: string;
}

/** The examples in the doc comments of `source` that are to be run: fenced as `ts`, and not marked `ignore`. */
export function examplesIn(file: string, source: string): Example[] {
  const lineOf = (index: number) => source.slice(0, index).split("\n").length;
  return [...source.matchAll(/^([ \t]*)\/\*\*[^]*?\*\//gm)].flatMap((comment) => {
    const text = comment[0].replaceAll(/^[ \t]*\* ?/gm, "");
    return [...text.matchAll(/^```(?:ts|typescript)[ \t]*([^\n]*)\n([^]*?)^```/gm)]
      .filter(([, marks]) => !marks.includes("ignore"))
      .map((fence) => ({
        file,
        line: lineOf(comment.index) + text.slice(0, fence.index).split("\n").length,
        code: fence[2],
      }));
  });
}

/** What an example states, and its code so changed that each value is handed to `says(index, …values)`. */
export interface Prepared {
  readonly code: string;
  readonly stated: readonly { readonly line: number; readonly check: Stated }[];
}

/** Finds the values stated behind `expression;`, `console.log(…);`, and `const name = …;`, and has them handed over. */
export function prepare(example: Example): Prepared {
  const lines = example.code.split("\n");
  const stated: { line: number; check: Stated }[] = [];
  lines.forEach((text, index) => {
    const [, statement, comment] = /^(.*;) \/\/ (.*)$/.exec(text) ?? [];
    const check = comment && statedIn(comment);
    if (!statement || !check) return;
    const says = `says(${stated.length}, `;
    stated.push({ line: example.line + index, check });
    // A statement over several lines began at the last one indented as its end is.
    const indent = /^\s*/.exec(text)![0];
    let start = index;
    if (/^[)}\].]/.test(text.trim())) {
      do start--; while (
        start > 0 &&
        !(lines[start].startsWith(indent) && /[\w`"([]/.test(lines[start][indent.length] ?? ""))
      );
    }
    const begun = lines[start];
    const declared = /^\s*(?:const|let) (\w+)\b/.exec(begun);
    if (declared) lines[index] = `${statement} ${says}${declared[1]});`;
    else if (/\bconsole\.log\(/.test(begun)) lines[start] = begun.replace(/\bconsole\.log\(/, says);
    else {
      lines[start] = `${indent}${says}${lines[start].slice(indent.length)}`;
      lines[index] = lines[index].replace(/;( \/\/ .*)?$/, ");");
    }
  });
  return { code: lines.join("\n"), stated };
}

/** Runs an example in a module of its own; throws when it does, or when a value is not as stated or was not reached. */
export async function runExample(example: Example, root: URL): Promise<void> {
  const { code, stated } = prepare(example);
  const where = (line: number) => `${example.file}:${line}`;
  const wrong: string[] = [];
  const reached = new Set<number>();
  const says = (index: number, ...values: unknown[]) => {
    reached.add(index);
    const differs = stated[index].check(values);
    if (differs) wrong.push(`${where(stated[index].line)}: ${differs}`);
    return values[0];
  };
  const own = new URL(example.file, root).href;
  const names = await importedFor(code, own);
  const key = `says of ${where(example.line)}`;
  const head = names.length > 0
    ? `import { ${names.join(", ")} } from ${JSON.stringify(own)};`
    : "";
  const source = `${head} const says = globalThis[${JSON.stringify(key)}];\n${code}`;
  Object.assign(globalThis, { [key]: says });
  try {
    await import(`data:application/typescript;charset=utf-8,${encodeURIComponent(source)}`);
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
  stated.forEach(({ line }, index) => {
    if (!reached.has(index)) wrong.push(`${where(line)}: states a value, but was never reached`);
  });
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

/** What `deno test --doc` gives an example without being asked: those exports of its own file that it uses and does not import. */
async function importedFor(code: string, own: string): Promise<string[]> {
  const imported = [...code.matchAll(/import (?:type )?\{([^}]*)\}/g)].flatMap(([, names]) =>
    names.split(",").map((name) => name.trim().split(/ as /).at(-1)!)
  );
  const declared = (name: string) =>
    new RegExp(`\\b(?:const|let|function|class) ${name}\\b`).test(code);
  return Object.keys(await import(own)).filter((name) =>
    new RegExp(`(?<![.\\w$])${name}\\b`).test(code) && !imported.includes(name) && !declared(name)
  );
}
