/**
 * What the course adds to JupyterLab's page. `./learn` puts this file where JupyterLab looks for extensions; it is
 * written in the form in which JupyterLab loads them, so that nothing has to be built.
 *
 * - On a narrow window the file browser starts shut, and pictures are as wide as the window lets them be, and no wider.
 * - A link to a place in another notebook lands there, also when that notebook has first to be opened.
 * - A notebook that is opened again shows what its cells have shown meanwhile, or says that it is lost.
 */
(() => {
  const narrow = "(max-width: 760px)";
  // What stands beside cells and around them is left out there, so that letters in pictures are as large as can be.
  const style = `@media ${narrow} {
    .jp-RenderedHTMLCommon img[src^="data:image/svg"] { min-width: 0 !important; }
    .jp-Notebook .jp-OutputPrompt, .jp-Notebook .jp-OutputCollapser { display: none; }
    .jp-Notebook .jp-OutputArea-output > div { padding-inline: 6px !important; }
    .jp-Notebook .jp-OutputArea-output, .jp-Notebook .jp-Cell { padding-inline: 0; }
    .jp-Notebook .jp-WindowedPanel-outer { padding-inline: 2px; }
  }`;
  const patience = 60_000; // a slow machine takes long to open a notebook
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  // ---- links

  /** Goes to a heading in a notebook as soon as it is there; JupyterLab looks for it only where it is drawn already. */
  async function land(app, path, fragment) {
    const place = decodeURIComponent(fragment.slice(1));
    const named = `[data-jupyter-id="${CSS.escape(place)}"], #${CSS.escape(place)}`;
    for (let tries = 0, end = Date.now() + patience; tries < 5 && Date.now() < end;) {
      await pause(200);
      const panel = notebooks(app).find((one) => one.context.path === path);
      if (!panel?.context.isReady) continue;
      tries++;
      await panel.content.setFragment(`#heading=${place}`); // its cell is drawn then, and next time it itself is found
      await pause(500); // what is drawn above it moves it
      const top = panel.node.querySelector(named)?.getBoundingClientRect().top;
      const area = panel.node.getBoundingClientRect();
      if (top >= area.top && top < area.bottom) return;
    }
  }

  // ---- notebooks that are opened again

  const notebooks = (app) =>
    [...app.shell.widgets("main")].filter((one) => one.context && one.content?.widgets);

  /** The code cells of a notebook by their ids. */
  const cellsOf = (panel) =>
    new Map(
      panel.content.widgets.filter(({ model }) => model.type === "code")
        .map((cell) => [cell.model.id, cell]),
    );

  /** Whether a cell shows the bar of something that was still going on when the notebook was saved. */
  const unfinished = ({ model }) =>
    model.outputs.toJSON().some(({ data }) => data?.["application/vnd.sequences.progress+json"]);

  /** What the kernel has of cells that are further than the notebook; nothing if it does not say, also not later. */
  async function ask(kernel, known) {
    for (let tries = 0; tries < 6; tries++) {
      const found = await askOnce(kernel, known);
      if (found !== undefined) return found;
    }
    return {};
  }

  function askOnce(kernel, known) {
    return new Promise((resolve) => {
      setTimeout(resolve, 10_000);
      const comm = kernel.createComm("course.outputs");
      comm.onMsg = ({ content }) => resolve(content.data);
      comm.onClose = () => resolve({});
      comm.open({ known });
    });
  }

  async function bringUpToDate(panel) {
    await Promise.all([panel.context.ready, panel.sessionContext.ready]);
    const cells = cellsOf(panel);
    const known = Object.fromEntries(
      [...cells].map(([id, { model }]) => [id, model.executionCount]),
    );
    for (let first = true; !panel.isDisposed; first = false) {
      const kernel = panel.sessionContext.session?.kernel;
      const found = kernel ? await ask(kernel, known) : {};
      for (const [id, { outputs, count, running }] of Object.entries(found)) {
        const cell = cells.get(id);
        cell.model.outputs.fromJSON(outputs);
        cell.model.executionCount = count;
        cell.setPrompt(running ? "*" : String(count ?? ""));
        known[id] = running ? null : count;
      }
      for (const [id, cell] of cells) {
        if (!first || found[id] || !unfinished(cell)) continue;
        const text =
          "What this cell showed at its end is lost, since its kernel has ended: run it again.\n";
        cell.model.outputs.fromJSON([{ output_type: "stream", name: "stderr", text }]);
      }
      if (!Object.values(found).some(({ running }) => running)) return;
      await pause(1000);
    }
  }

  function activate(app) {
    const seen = new WeakSet();
    const look = () => {
      for (const panel of notebooks(app)) {
        if (seen.has(panel)) continue;
        seen.add(panel);
        void bringUpToDate(panel);
      }
    };
    void app.restored.then(() => {
      document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
      if (matchMedia(narrow).matches) {
        app.shell.collapseLeft();
        app.shell.toggleSideTabBarVisibility("right");
      }
      app.shell.layoutModified.connect(look);
      look();
    });
    app.commands.commandExecuted.connect((_, { id, args }) => {
      if (id === "rendermime:handle-local-link" && args.id) void land(app, args.path, args.id);
    });
  }

  const plugin = { id: "course:page", autoStart: true, activate };
  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB.course = {
    init() {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
