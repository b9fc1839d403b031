/**
 * An explorable in the output of a cell: in JupyterLab it is moved, in a notebook that nobody has trusted its picture
 * is seen. Screenshots land in tests/browser/run/screenshots.
 */

import { expect, it } from "vitest";
import { isSetUp, root } from "../support/clone.ts";
import { notebookOf } from "../support/notebook.ts";
import { everything, needs } from "../support/permissions.ts";
import { folder, inLab } from "./in_lab.ts";

const minutes = 60_000;
const cell = `import { explorable } from "lib/notebook/explorable.ts";
await explorable("remember");`;

const { describe } = needs({
  ...everything,
  setUp: isSetUp,
  task: "test:browser",
});

describe("an explorable in JupyterLab", () => {
  const lab = inLab();
  const shot = (name: string) => `${root}/${folder}/screenshots/explorable-${name}.png`;

  it.each(["JupyterLab Light", "JupyterLab Dark"])(
    "is set by keyboard, and computes: %s",
    async (theme) => {
      const notebook = await lab.write("explorable", [cell], theme);
      await notebook.runAll();
      const [[{ data }]] = await notebook.outputs();
      const { page } = notebook;
      const frame = page.frameLocator(".jp-OutputArea-output iframe");
      const pictures = () =>
        frame.locator(".explorable-shown img").evaluateAll((all) =>
          all.map((one) => (one as HTMLImageElement).alt)
        );
      const ended = frame.getByText(/digest of the weights [0-9a-f]{16}/).and(
        frame.locator(".explorable-state"),
      );
      const start = frame.getByRole("button", { name: "Train all three" });
      await start.waitFor();
      await expect.poll(() => page.locator(".jp-OutputArea-output > * img:visible").count()).toBe(
        0,
      );
      const before = await pictures();
      expect(before).toHaveLength(2);

      await start.focus();
      await page.keyboard.press("Enter");
      await ended.waitFor();
      expect(String(data!["text/plain"])).toContain(await ended.innerText());
      expect(await pictures()).toEqual(before);
      await page.screenshot({ path: shot(theme.split(" ")[1]) });

      const lag = frame.getByRole("slider").first();
      await lag.focus();
      await page.keyboard.press("ArrowRight");
      expect(await lag.getAttribute("aria-valuetext")).toBe("24");
      await start.focus();
      await page.keyboard.press("Enter");
      await frame.locator("tbody tr").nth(1).waitFor();
      expect(await frame.locator("tbody tr td").first().innerText()).toBe("24");
      expect(await pictures()).not.toEqual(before);
      const reached = await start.evaluate(() => {
        try {
          return parent.document.title;
        } catch {
          return "nothing around the frame";
        }
      });
      expect(reached).toBe("nothing around the frame");
      await notebook.close();
    },
    4 * minutes,
  );

  it("is its picture where nobody has trusted the notebook", async () => {
    const notebook = await lab.write("trusted", [cell]);
    await notebook.runAll();
    const [outputs] = await notebook.outputs();
    await notebook.close();
    const copy = notebookOf([cell]);
    copy.cells[0].outputs = outputs;
    const path = `${folder}/untrusted.ipynb`;
    await Deno.writeTextFile(`${root}/${path}`, JSON.stringify(copy));
    const { page } = await lab.open(path);
    const images = page.locator(".jp-OutputArea-output img:visible");
    await expect.poll(() => images.count()).toBe(2);
    expect(await page.locator(".jp-OutputArea-output").innerText()).toContain(
      "digest of the weights",
    );
    expect(await page.locator("iframe, .jp-OutputArea-output script").count()).toBe(0);
    await page.screenshot({ path: shot("untrusted") });
    await page.close();
  }, 4 * minutes);
});
