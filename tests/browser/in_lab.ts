/**
 * JupyterLab and a browser for the tests of a file.
 *
 * @module
 */

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { root } from "../support/clone.ts";
import { notebookOf } from "../support/notebook.ts";
import { findChromium } from "./chromium.ts";
import { forget, type Lab, launch, NotebookPage, openInLab, type Size, startLab } from "./lab.ts";

/** Where the tests' notebooks and screenshots are, in the clone's folder. */
export const folder = "tests/browser/run";

/** What `inLab` gives. */
export interface InLab {
  /** Opens a notebook in a fresh page. */
  open(path: string, theme?: string, size?: Size): Promise<NotebookPage>;
  /** Opens a file in a fresh page. */
  edit(path: string): Promise<Page>;
  /** Writes a notebook of these cells. */
  put(path: string, sources: readonly string[]): Promise<void>;
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
    edit: (path) => openInLab(browser, lab, path),
    put: (path, sources) =>
      Deno.writeTextFile(`${root}/${path}`, JSON.stringify(notebookOf([...sources]))),
    async write(name, sources, theme, size) {
      const path = `${folder}/${name}.ipynb`;
      await this.put(path, sources);
      return await this.open(path, theme, size);
    },
  };
}
