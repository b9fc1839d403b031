/**
 * JupyterLab and a browser for the tests of a file.
 *
 * @module
 */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { root } from "../support/clone.ts";
import { notebookOf } from "../support/notebook.ts";
import { findChromium } from "./chromium.ts";
import { forget, type Lab, launch, NotebookPage, type Size, startLab } from "./lab.ts";

/** Where the tests' notebooks and screenshots are, in the clone's folder. */
export const folder = "tests/browser/run";

/** What `inLab` gives. */
export interface InLab {
  /** Opens a notebook in a fresh page. */
  open(path: string, theme?: string, size?: Size): Promise<NotebookPage>;
  /** Writes a notebook of these cells and opens it. */
  write(
    name: string,
    sources: readonly string[],
    theme?: string,
    size?: Size,
  ): Promise<NotebookPage>;
}

/** JupyterLab and a browser for the tests around; both end with them. */
export function inLab(): InLab {
  let lab: Lab;
  let browser: Browser;
  beforeAll(async () => {
    await Deno.mkdir(`${root}/${folder}/screenshots`, { recursive: true });
    lab = await startLab(await Deno.makeTempDir({ dir: `${root}/${folder}`, prefix: "state-" }));
    browser = await launch(findChromium()!);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    await forget(`${root}/${folder}`);
  });
  return {
    open: (path, theme = "JupyterLab Light", size) =>
      NotebookPage.open(browser, lab, path, theme, size),
    async write(name, sources, theme, size) {
      const path = `${folder}/${name}.ipynb`;
      await Deno.writeTextFile(`${root}/${path}`, JSON.stringify(notebookOf([...sources])));
      return await this.open(path, theme, size);
    },
  };
}
