/** What a file of the library becomes before a page loads it. */

import { squeezed } from "lib/exercises/source.ts";
import { filesBelow, joined, readNotebooks, readRepository } from "./course.ts";
import { javaScript as cellScript } from "./live/compile.ts";
import { javaScript } from "./modules.ts";

/** A function's text behind its name, as an exercise compares it. */
const textOf = (code: string) => squeezed(code.slice(code.indexOf("(")));

for (const path of await filesBelow(["notebooks/exercises/"], ".ts")) {
  const source = await readRepository(path);
  const id = /^ {2}id: "([^"]+)"/m.exec(source)?.[1];
  if (id === undefined || !/^ {2}broken\b/m.test(source)) continue;
  Deno.test(`${id} knows its stub in a page`, async () => {
    const cell = (await readNotebooks()).flatMap(({ file }) => file.cells)
      .find((one) => one.id === `exercise-${id.replace(".", "-")}-stub`);
    if (cell === undefined) throw new Error(`Cannot find the stub of ${id} in its notebook`);
    const stub = textOf(cellScript(joined(cell.source)));
    if (!squeezed(await javaScript(source, path)).includes(stub)) {
      throw new Error(`Cannot tell the stub of ${id} from an answer: its text is another one`);
    }
  });
}
