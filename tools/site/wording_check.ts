/** What notebooks say of JupyterLab is said in a page's words, or the build ends. */

import { fitted } from "./shown.ts";
import { checkUsed, inPage } from "./wording.ts";

function assert(holds: boolean, words: string) {
  if (!holds) throw new Error(words);
}

function thrown(run: () => void): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return "";
}

Deno.test("known words are replaced however their lines are broken, and others are let be", () => {
  const used = new Set<string>();
  const made = inPage(
    "One.\nPress **■** in the\ntoolbar above (or **Esc**, then\n**I** twice). Two.",
    "a",
    used,
  );
  assert(made === "One.\nPress **Stop** at the lower edge of the window. Two.", made);
  assert(used.size === 1, "it is not noted");
  const other = "A kernel in float32, $$a$$, and `$&`.";
  assert(inPage(other, "a") === other, inPage(other, "a"));
});

Deno.test("words that hold in JupyterLab alone end the build, with the place", () => {
  for (
    const words of ["Press **Kernel ▸ Restart**.", "In JupyterLab", "press **■**", "see (**B**)"]
  ) {
    const said = thrown(() => inPage(`Some text. ${words} More.`, "notebooks/99.ipynb"));
    assert(/Cannot bring notebooks\/99\.ipynb into a page/.test(said), `${words}: ${said}`);
  }
});

Deno.test("words that no notebook says any more are found out", () => {
  assert(
    /Cannot find "Below is a \*\*cell\*\*/.test(thrown(() => checkUsed(new Set()))),
    "not found",
  );
});

Deno.test("what an exercise says to type is a button to press", () => {
  const html = fitted(
    "<div>Stuck? In a cell of your own: await hint(&quot;00.a&quot;)</div>",
    "..",
  );
  assert(html === "<div>Stuck? Press Hint.</div>", html);
});
