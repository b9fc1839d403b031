/** What every committed notebook must be like, so that it reads well where it was not run. */

import { describe, expect, it } from "vitest";
import { root } from "../support/clone.ts";
import { type Cell, type Notebook, notebookOf, textOf } from "../support/notebook.ts";
import { needs } from "../support/permissions.ts";

const guarded = needs({ read: true });

/** What is wrong with a committed notebook; empty if nothing is. */
function faults(notebook: Notebook): string[] {
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  const extra = Object.keys(notebook.metadata).filter((key) =>
    key !== "kernelspec" && key !== "language_info"
  );
  return [
    ...extra.map((key) => `the notebook has metadata ${key}`),
    ...notebook.cells[0]?.cell_type === "markdown" ? [] : ["it does not begin with prose"],
    ...duplicates(notebook.cells.map(({ id }) => id)).map((id) => `cell id ${id} stands twice`),
    ...code.flatMap((cell, index) =>
      cellFaults(cell, index + 1).map((fault) => `cell ${index + 1} ${fault}`)
    ),
  ];
}

function cellFaults(cell: Cell, number: number): string[] {
  const outputs = cell.outputs ?? [];
  const tags = (cell.metadata.tags ?? []) as string[];
  const html = outputs.map(({ data }) => textOf((data?.["text/html"] ?? "") as string | string[]));
  const pictures = html.flatMap((text) => text.match(/<img\b[^>]*>/g) ?? []);
  const types = outputs.flatMap(({ data }) => Object.keys(data ?? {}));
  const metadata = [cell.metadata, ...outputs.map(({ metadata }) => metadata ?? {})]
    .flatMap((record) => Object.keys(record)).filter((key) => key !== "tags");
  return [
    ...metadata.map((key) => `has metadata ${key}`),
    ...cell.execution_count === number ? [] : [`was run as number ${cell.execution_count}`],
    ...pictures.filter((tag) => !/\balt="[^"]{10,}"/.test(tag)).map(() =>
      "has a picture without alt text"
    ),
    ...types.filter((type) => type.startsWith("image/")).map((type) =>
      `shows ${type}, which is blank in a clone that nobody has trusted`
    ),
    ...outputs.filter(({ data }) => data?.["text/html"] && !data["text/plain"]).map(() =>
      "shows HTML without the same in plain text"
    ),
    ...html.map(withoutMoving).filter((text) => /<(svg|script|style|link)\b/.test(text)).map(() =>
      "shows markup that a notebook nobody has trusted drops"
    ),
    ...outputs.filter(({ output_type }) => output_type === "error").filter(() =>
      !tags.includes("raises-exception")
    ).map(() => "shows an error"),
    ...outputs.some(({ output_type }) => output_type === "execute_result") &&
        !endsInValue(textOf(cell.source))
      ? ["shows a value that nobody asked for"]
      : [],
    ...JSON.stringify(outputs).includes("file:///") ? ["shows a path of one machine"] : [],
  ];
}

/** Whether what a cell does last is to say a value. A loop has a value too: that of what it did last. */
function endsInValue(code: string): boolean {
  const last = code.split("\n").findLast((line) => /^\S/.test(line) && !/^[)}\]/]/.test(line));
  return !/^(?:export |async )?(?:const|let|function|for|while|if|type|interface|class)\b/
    .test(last ?? "");
}

/** An explorable's script may be dropped: the picture that it would move stands before it. */
function withoutMoving(text: string): string {
  return /<img\b[^>]*>/.test(text)
    ? text.replace(/<script data-explorable="[^"]+">[^]*?<\/script>/, "")
    : text;
}

function duplicates(words: readonly string[]): string[] {
  return words.filter((word, index) => words.indexOf(word) !== index);
}

guarded.describe("committed notebooks", () => {
  const names = guarded.missing.length > 0 ? [] : [...Deno.readDirSync(`${root}/notebooks`)]
    .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort();

  it.each(names)("%s is clean and can be read as it is", (name) => {
    const text = Deno.readTextFileSync(`${root}/notebooks/${name}`);
    expect(faults(JSON.parse(text))).toEqual([]);
    expect(text).not.toContain(root);
  });

  it("are numbered in reading order without gaps", () => {
    expect(names.map((name) => Number(name.slice(0, 2)))).toEqual(names.map((_, index) => index));
  });
});

describe("the faults of a notebook", () => {
  function one(cell: Partial<Cell>): string[] {
    const notebook = notebookOf(["1"]);
    Object.assign(notebook.cells[0], { execution_count: 1, ...cell });
    notebook.cells.unshift({ cell_type: "markdown", id: "head", metadata: {}, source: "# Head" });
    return faults(notebook);
  }
  const picture = (tag: string) =>
    one({
      outputs: [{ output_type: "display_data", data: { "text/html": tag, "text/plain": "text" } }],
    });

  it("are none in a clean one", () => {
    expect(one({})).toEqual([]);
    expect(picture(`<img alt="loss falls to zero" src="data:image/svg+xml;base64,AA">`)).toEqual(
      [],
    );
  });

  it("are times in the metadata, and cells run out of order", () => {
    expect(one({ metadata: { execution: {} } })).toEqual(["cell 1 has metadata execution"]);
    expect(one({ execution_count: 7 })).toEqual(["cell 1 was run as number 7"]);
  });

  it("are pictures without alt text, and markup that does not show", () => {
    expect(picture(`<img src="data:image/svg+xml;base64,AA">`)).toHaveLength(1);
    expect(picture(`<img alt="" src="data:image/svg+xml;base64,AA">`)).toHaveLength(1);
    expect(picture(`<svg></svg>`)).toHaveLength(1);
  });

  it("are scripts, but for an explorable's behind the picture that it moves", () => {
    const script = `<script data-explorable="race">move()</script>`;
    const still = `<img alt="two nets, a line each" src="data:image/svg+xml;base64,AA">`;
    expect(picture(script)).toHaveLength(1);
    expect(picture(`${still}<script>move()</script>`)).toHaveLength(1);
    expect(picture(still + script)).toEqual([]);
  });

  it("are values of what is no expression", () => {
    const outputs = [{ output_type: "execute_result", data: { "text/plain": "45" } }];
    expect(one({ outputs, source: "for (const x of xs) {\n  points.push(x);\n}" }))
      .toEqual(["cell 1 shows a value that nobody asked for"]);
    expect(
      one({ outputs, source: "for (const x of xs) run(x);\n\nconst y = (x: number) =>\n  x;" }),
    )
      .toHaveLength(1);
    expect(one({ outputs, source: "const xs = [1];\n\nxs.map((x) =>\n  x + 1\n);" })).toEqual([]);
  });

  it("are errors, except where they are meant", () => {
    const outputs = [{ output_type: "error" }];
    expect(one({ outputs })).toEqual(["cell 1 shows an error"]);
    expect(one({ outputs, metadata: { tags: ["raises-exception"] } })).toEqual([]);
  });
});
