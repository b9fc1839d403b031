/**
 * JupyterLab as `./learn` starts it, and a page of it in a real browser.
 *
 * @module
 */

import type { Browser, Page } from "playwright-core";
import { root } from "../support/clone.ts";
import type { Output } from "../support/notebook.ts";

/** A running JupyterLab. */
export interface Lab {
  /** The address of a notebook in it. */
  address(notebook: string): string;
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>;
}

/** Width and height of a window in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a picture in the page is like. */
export interface Picture {
  readonly alt: string;
  readonly width: number;
}

const token = "a-token-for-the-tests";
/** Settings of its own, so that the tests neither see nor change the learner's. Nothing is saved by itself. */
const settings = { "@jupyterlab/docmanager-extension/plugin": { autosave: false } };

/** Starts what `./learn` starts, on a free port and without opening a browser; `folder` takes its settings. */
export async function startLab(folder: string): Promise<Lab> {
  for (const [name, value] of Object.entries(settings)) {
    const path = `${folder}/settings/${name}.jupyterlab-settings`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, JSON.stringify(value));
  }
  const port = freePort();
  const origin = `http://localhost:${port}`;
  const process = new Deno.Command(`${root}/learn`, {
    args: [
      "lab",
      "--no-browser",
      `--port=${port}`,
      `--LabApp.user_settings_dir=${folder}/settings`,
      `--LabApp.workspaces_dir=${folder}/workspaces`,
      "--LabApp.expose_app_in_browser=True",
    ],
    env: { JUPYTER_TOKEN: token, PROGRESS: "off" }, // what tests solve is not the learner's progress
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const ended = process.status.then(({ code }) => {
    throw new Error(`JupyterLab ended with status ${code}`);
  });
  await Promise.race([answers(`${origin}/api/status?token=${token}`, 120_000), ended]);
  ended.catch(() => {});
  return {
    address: (notebook) => `${origin}/lab/tree/${encodeURI(notebook)}?token=${token}`,
    async stop() {
      const headers = { Authorization: `token ${token}` };
      const response = await fetch(`${origin}/api/shutdown`, { method: "POST", headers });
      await response.body?.cancel();
      await process.status;
    },
  };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

async function answers(address: string, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    try {
      const response = await fetch(address);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not up yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`JupyterLab did not answer within ${milliseconds / 1000} s`);
}

/** Starts a Chromium for the tests. */
export async function launch(executablePath: string): Promise<Browser> {
  const { chromium } = await import("playwright-core"); // here, since it reads the environment
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Removes what the JupyterLabs of the tests have kept in a folder. */
export async function forget(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith("state-")) await Deno.remove(`${folder}/${name}`, { recursive: true });
  }
}

/** What the tests use of JupyterLab's application object, which lives in the page. */
interface App {
  commands: { execute(command: string, args?: unknown): Promise<unknown> };
  shell: { currentWidget: NotebookWidget };
}
interface NotebookWidget {
  context: { ready: Promise<void>; path: string };
  sessionContext: { ready: Promise<void>; session: { kernel: { status: string } | null } | null };
  content: {
    widgets: { node: HTMLElement; model: { type: string; toJSON(): { outputs: Output[] } } }[];
    activeCellIndex: number;
    scrollToItem(index: number): Promise<void>;
  };
}
declare const jupyterapp: App;

/** Opens a file in a fresh page, as JupyterLab opens it. */
export async function openInLab(
  browser: Browser,
  lab: Lab,
  file: string,
  viewport: Size = { width: 1200, height: 1000 },
): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(120_000);
  await page.goto(lab.address(file) + "&reset");
  await page.waitForFunction((path) => {
    const app = (globalThis as { jupyterapp?: App }).jupyterapp;
    return app?.shell.currentWidget?.context?.path === path;
  }, file);
  return page;
}

/** A notebook open in a page, driven through JupyterLab's own commands. */
export class NotebookPage {
  private constructor(readonly page: Page, readonly theme: string) {}

  /** Opens a notebook in a fresh page and waits until its kernel is ready. */
  static async open(
    browser: Browser,
    lab: Lab,
    notebook: string,
    theme: string,
    viewport?: Size,
  ): Promise<NotebookPage> {
    const page = await openInLab(browser, lab, notebook, viewport);
    await page.evaluate(async (theme) => {
      const { context, sessionContext } = jupyterapp.shell.currentWidget;
      await context.ready;
      await sessionContext.ready;
      await jupyterapp.commands.execute("apputils:change-theme", { theme });
    }, theme);
    return new NotebookPage(page, theme);
  }

  /** Opens another notebook in the same page. */
  async go(notebook: string): Promise<void> {
    await this.page.evaluate(
      (path) => jupyterapp.commands.execute("docmanager:open", { path }),
      notebook,
    );
    await this.page.waitForFunction(
      (path) => jupyterapp.shell.currentWidget?.context?.path === path,
      notebook,
    );
    await this.page.evaluate(async () => {
      const { context, sessionContext } = jupyterapp.shell.currentWidget;
      await context.ready;
      await sessionContext.ready;
    });
  }

  /** Runs all cells and waits until the last has ended. */
  async runAll(): Promise<void> {
    await this.page.evaluate(() => jupyterapp.commands.execute("notebook:run-all-cells"));
    await this.idle();
  }

  /** Begins to run all cells. */
  async startAll(): Promise<void> {
    await this.page.evaluate(() => {
      void jupyterapp.commands.execute("notebook:run-all-cells");
    });
  }

  /** Begins to run one cell; counted over all cells, from 0. */
  async startCell(index: number): Promise<void> {
    await this.page.evaluate((index) => {
      jupyterapp.shell.currentWidget.content.activeCellIndex = index;
      void jupyterapp.commands.execute("notebook:run-cell");
    }, index);
  }

  /** Runs all cells above one, and waits until they have ended. */
  async runAbove(index: number): Promise<void> {
    await this.page.evaluate(async (index) => {
      jupyterapp.shell.currentWidget.content.activeCellIndex = index;
      await jupyterapp.commands.execute("notebook:run-all-above");
    }, index);
    await this.idle();
  }

  /** Writes into a cell in the place of what stands there, and runs it, all through the keyboard. */
  async write(index: number, source: string): Promise<void> {
    await this.page.evaluate(async (index) => {
      const { content } = jupyterapp.shell.currentWidget;
      await content.scrollToItem(index);
      content.activeCellIndex = index;
      await jupyterapp.commands.execute("notebook:enter-edit-mode");
    }, index);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(source);
    await this.page.keyboard.press("Control+Enter");
    await this.idle();
  }

  /** Runs one cell as it stands, and waits until it has ended. */
  async runCell(index: number): Promise<void> {
    await this.page.evaluate(async (index) => {
      jupyterapp.shell.currentWidget.content.activeCellIndex = index;
      await jupyterapp.commands.execute("notebook:run-cell");
    }, index);
    await this.idle();
  }

  /** Puts an empty cell below one, as the key B does. */
  async insertBelow(index: number): Promise<void> {
    await this.page.evaluate(async (index) => {
      jupyterapp.shell.currentWidget.content.activeCellIndex = index;
      await jupyterapp.commands.execute("notebook:insert-cell-below");
    }, index);
  }

  /** Saves what the page looks like around one cell. */
  async screenshot(index: number, path: string): Promise<void> {
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await this.page.evaluate(
      (index) => jupyterapp.shell.currentWidget.content.scrollToItem(index),
      index,
    );
    await this.page.waitForTimeout(300);
    await this.page.screenshot({ path });
  }

  /** Saves the notebook. */
  async save(): Promise<void> {
    await this.page.evaluate(() => jupyterapp.commands.execute("docmanager:save"));
  }

  /** Waits until the kernel has nothing to do. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(() =>
      jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === "idle"
    );
  }

  /** Presses the stop button in the toolbar, as a learner does. */
  async pressStop(): Promise<void> {
    await this.page.locator('[data-jp-item-name="interrupt"]:visible').first().click();
  }

  /** The outputs of all cells, as they would be saved. */
  outputs(): Promise<Output[][]> {
    return this.page.evaluate(() =>
      jupyterapp.shell.currentWidget.content.widgets.map(({ model }) =>
        model.toJSON().outputs ?? []
      )
    );
  }

  /** The text a reader sees below one cell. */
  seen(index: number): Promise<string> {
    return this.page.evaluate(async (index) => {
      const { content } = jupyterapp.shell.currentWidget;
      await content.scrollToItem(index);
      return content.widgets[index].node.querySelector<HTMLElement>(".jp-OutputArea")?.innerText ??
        "";
    }, index);
  }

  /** Scrolls through the notebook and looks at each picture once it is drawn; a width of 0 is no picture. */
  pictures(): Promise<Picture[]> {
    return this.page.evaluate(async () => {
      const { content } = jupyterapp.shell.currentWidget;
      const found: { alt: string; width: number }[] = [];
      for (const [index, { node }] of content.widgets.entries()) {
        await content.scrollToItem(index);
        await new Promise((resolve) => setTimeout(resolve, 50));
        for (const image of node.querySelectorAll<HTMLImageElement>(".jp-OutputArea img")) {
          await image.decode().catch(() => {});
          found.push({ alt: image.alt, width: image.naturalWidth });
        }
      }
      return found;
    });
  }

  /** Saves what the page looks like, cell by cell, for a person to look at. */
  async screenshots(folder: string, name: string): Promise<void> {
    await Deno.mkdir(folder, { recursive: true });
    const count = (await this.outputs()).length;
    const shot = (part: string) =>
      this.page.screenshot({
        path: `${folder}/${name}-${this.theme.split(" ").at(-1)}-${part}.png`,
      });
    for (let index = 0, shown = -10; index < count; index++) {
      if (index - shown < 4 && index !== count - 1) continue;
      await this.page.evaluate(
        (index) => jupyterapp.shell.currentWidget.content.scrollToItem(index),
        index,
      );
      await this.page.waitForTimeout(300);
      await shot(String(index).padStart(2, "0"));
      shown = index;
    }
  }

  /** Ends the kernel of the notebook in front. */
  async endKernel(): Promise<void> {
    await this.page.evaluate(() => jupyterapp.commands.execute("kernelmenu:shutdown"))
      .catch(() => {});
  }

  /** Ends the kernel and closes the page. */
  async close(): Promise<void> {
    await this.endKernel();
    await this.page.close();
  }
}
