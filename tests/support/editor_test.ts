import { expect, it } from "vitest";
import settings from "../../.vscode/settings.json" with { type: "json" };
import { root } from "./clone.ts";
import { needs } from "./permissions.ts";

const file = `${root}/tests/statistics_test.ts`;
const { describe } = needs({ read: true, write: true, env: true, run: true });

describe("a suite run from an editor", () => {
  it("by the lens above it, is one test with its tests as steps", async () => {
    const said = await denoTest(["--filter", "/^statistics$/", file], settings["deno.env"]);
    expect(said).toMatch(/statistics \.\.\.\n {2}the median of .* ok/);
    const steps = (await Deno.readTextFile(file)).match(/^ {2}it\("/gm)!.length;
    expect(said).toMatch(new RegExp(`1 passed \\(${steps} steps\\) \\| 0 failed`));
  });

  it("by the list of tests, is told of by the ids that the editor has given it", async () => {
    const editor = startEditor();
    await editor.ask("initialize", {
      processId: Deno.pid,
      rootUri: `file://${root}`,
      capabilities: { experimental: { testingApi: true } },
      initializationOptions: { enable: true, testing: { args: settings["deno.testing.args"] } },
    });
    editor.tell("initialized", {});
    const textDocument = { uri: `file://${file}` };
    const text = await Deno.readTextFile(file);
    editor.tell("textDocument/didOpen", {
      textDocument: { ...textDocument, languageId: "typescript", version: 1, text },
    });
    type Module = { tests: { id: string; label: string; steps: { id: string }[] }[] };
    const { tests } = await editor.heard<Module & { textDocument: { uri: string } }>(
      "deno/testModule",
      (module) => module.textDocument.uri === textDocument.uri,
    );
    const suite = tests.find(({ label }) => label === "statistics")!;
    const include = [{ textDocument, id: suite.id }];
    await editor.ask("deno/testRun", { id: 1, kind: "run", include });
    type Progress = { message: { type: string; test?: { id: string; stepId?: string } } };
    await editor.heard<Progress>("deno/testRunProgress", ({ message }) => message.type === "end");
    const passed = editor.all<Progress>("deno/testRunProgress")
      .filter(({ message }) => message.type === "passed").map(({ message }) => message.test!);
    await editor.end();
    expect(new Set(passed.map(({ id }) => id))).toEqual(new Set([suite.id]));
    expect(passed.map(({ stepId }) => stepId)).toEqual([
      ...suite.steps.map(({ id }) => id),
      undefined,
    ]);
  });
});

describe("a report of tests", () => {
  it("names the test's own file and line", async () => {
    const report = await Deno.makeTempFile({ suffix: ".xml" });
    await denoTest([`--junit-path=${report}`, file], {});
    const lines = (await Deno.readTextFile(report)).split("\n");
    const source = (await Deno.readTextFile(file)).split("\n");
    const cases = lines.filter((line) => line.includes("<testcase"));
    expect(cases).toHaveLength(source.filter((line) => /^ {2}it\("/.test(line)).length);
    for (const one of cases) {
      const [, name, where, line] = /name="statistics &gt; (.*)" classname="(.*?)".* line="(\d+)"/
        .exec(one)!;
      expect(where).toBe("./tests/statistics_test.ts");
      expect(source[Number(line) - 1]).toContain(`it("${name}"`);
    }
    await Deno.remove(report);
  });
});

async function denoTest(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--no-check", ...args],
    env: { TESTS: "", NO_COLOR: "1", ...env },
    cwd: root,
  }).output();
  return new TextDecoder().decode(stdout);
}

/** Deno's language server, as the editor's settings start it. */
function startEditor() {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["lsp"],
    env: settings["deno.env"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = server.stdin.getWriter();
  type Message = { id?: number; method?: string; params?: unknown; result?: unknown };
  const messages: Message[] = [];
  let wake = () => {};
  const send = (message: object) => {
    const body = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }));
    writer.write(new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`));
    return writer.write(body);
  };
  const listening = (async () => {
    let rest = new Uint8Array();
    for await (const chunk of server.stdout) {
      rest = new Uint8Array([...rest, ...chunk]);
      while (true) {
        const [head, size] = /^Content-Length: (\d+)\r\n(?:.*\r\n)*?\r\n/i
          .exec(new TextDecoder("latin1").decode(rest.subarray(0, 200))) ?? [];
        if (!head || rest.length < head.length + Number(size)) break;
        const end = head.length + Number(size);
        const message = JSON.parse(new TextDecoder().decode(rest.subarray(head.length, end)));
        rest = rest.slice(end);
        // It asks for settings, which it has been given, and whether it may register itself.
        if (message.method && message.id !== undefined) send({ id: message.id, result: null });
        messages.push(message);
        wake();
      }
    }
  })();
  async function until(holds: (message: Message) => boolean): Promise<Message> {
    while (!messages.some(holds)) await new Promise<void>((resolve) => wake = resolve);
    return messages.find(holds)!;
  }
  let last = 0;
  return {
    tell: (method: string, params: unknown) => send({ method, params }),
    ask(method: string, params: unknown) {
      const id = ++last;
      send({ id, method, params });
      return until((message) => message.id === id && message.method === undefined);
    },
    async heard<Params>(method: string, holds: (params: Params) => boolean): Promise<Params> {
      const found = await until((message) =>
        message.method === method && holds(message.params as Params)
      );
      return found.params as Params;
    },
    all: <Params>(method: string) =>
      messages.filter((message) => message.method === method).map(({ params }) => params as Params),
    async end() {
      server.kill();
      await Promise.allSettled([writer.close(), listening, server.status]);
    },
  };
}
