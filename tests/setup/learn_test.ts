/** What `./learn` says when it cannot go on; that it can is what every other test here stands on. */

import { afterAll, beforeAll, expect, it } from "vitest";
import { type Outcome, root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

needs({ read: true, write: true, run: true, env: true }).describe("./learn", () => {
  let clone: string;

  /** Runs the copy's `learn` in a Python that has been changed by `change` first. */
  function learn(change: string, args: readonly string[] = [], env = {}): Promise<Outcome> {
    const program =
      `import sys\n${change}\nimport runpy\nsys.argv = ["learn"] + ${JSON.stringify(args)}\n` +
      `runpy.run_path("learn", run_name="__main__")`;
    return run("python3", ["-c", program], { cwd: clone, env });
  }
  /** The sentences it ended with, without the lines of progress. */
  const said = ({ text }: Outcome) =>
    text.split("\n").filter((line) => line && !line.startsWith("  "));

  beforeAll(async () => {
    clone = await Deno.makeTempDir({ prefix: "a clone " });
    await Deno.mkdir(`${clone}/tools/setup`, { recursive: true });
    await Deno.mkdir(`${clone}/tools/kernel`);
    const setup = ["setup/requirements.txt", "setup/lab_settings.json", "kernel/kernel.json"];
    for (const file of ["learn", "deno.json", ...setup.map((name) => `tools/${name}`)]) {
      await Deno.copyFile(`${root}/${file}`, `${clone}/${file}`);
    }
  });
  afterAll(() => Deno.remove(clone, { recursive: true }));

  it("lists the tasks without setting up", async () => {
    const { code, text } = await learn("", ["--help"]);
    expect(text).toContain("./learn TASK [args ...]");
    expect(text).toContain("./learn --safe [TASK]");
    expect(text).toMatch(/ {4}notebooks +Run notebooks/);
    expect(code).toBe(0);
    expect((await learn("", ["--safe", "--help"])).text).toBe(text);
  });

  it("names the tasks when there is none of that name", async () => {
    const outcome = await learn("", ["tets"]);
    expect(outcome.text).toContain("There is no task 'tets'. The tasks are:");
    expect(outcome.code).toBe(1);
  });

  it("says that Python is too old", async () => {
    const outcome = await learn("sys.version_info = (3, 9, 18, 'final', 0)");
    expect(said(outcome)).toHaveLength(1);
    expect(outcome.text).toContain("This is Python 3.9, and the course needs 3.10 or newer: ");
    expect(outcome.code).toBe(1);
  });

  it("says that the venv module is missing, and which package has it", async () => {
    const outcome = await learn("sys.modules['ensurepip'] = None");
    expect(said(outcome)).toHaveLength(1);
    expect(outcome.text).toMatch(/has no venv module: .*sudo apt install python3\.\d+-venv/);
    expect(outcome.code).toBe(1);
  });

  it("says that the network does not answer, and starts afresh the next time", async () => {
    const nowhere = {
      PIP_CONFIG_FILE: "/dev/null",
      PIP_INDEX_URL: "http://127.0.0.1:9",
      PIP_FIND_LINKS: "",
    };
    for (let time = 0; time < 2; time++) {
      const outcome = await learn("", ["test"], { ...nowhere, HOME: clone });
      expect(said(outcome).at(-1)).toBe(
        "Could not install the packages: the network does not answer; connect (or set your proxy) " +
          "and run ./learn again, it starts afresh.",
      );
      expect(outcome.code).toBe(1);
    }
  });

  it("lists tasks for learners, for teachers, and for who works on the course", async () => {
    const { text } = await learn("", ["--help"]);
    const at = ["Learn:", "    lab ", "Teach:", "    classroom ", "Work on the course:", "    fmt "]
      .map((words) => text.indexOf(words));
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
    const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
    for (const task of Object.keys(tasks)) expect(text).toContain(`    ${task} `);
  });

  it("says how a task is called that is several programs, without running one or setting up", async () => {
    for (
      const [task, said] of [
        ["lint", "./learn lint\n\n    Lint code"],
        ["api", "./learn api\n\n    Make pages"],
        ["site", "./learn site [--serve [PORT]]\n\n    Build the course"],
        ["test:browser", "./learn test:browser\n\n    Run a notebook in JupyterLab"],
      ]
    ) {
      const { code, text } = await learn("", [task, "--help"]);
      expect(text).toContain(said);
      expect(text.trim().split("\n")).toHaveLength(3);
      expect(code).toBe(0);
    }
  });

  it("lists no group of tasks that has none, as in what learners are handed", async () => {
    const all = await Deno.readTextFile(`${clone}/deno.json`);
    const { lab } = JSON.parse(all).tasks;
    await Deno.writeTextFile(`${clone}/deno.json`, JSON.stringify({ tasks: { lab } }));
    const { text } = await learn("", ["--help"]);
    await Deno.writeTextFile(`${clone}/deno.json`, all);
    expect(text).toContain("Learn:\n    lab");
    expect(text).not.toContain("Teach:");
    expect(text).not.toContain("Work on the course:");
  });

  /** What a line of Python makes of the functions of `learn`. */
  async function asked(line: string, env: Record<string, string> = {}): Promise<string> {
    const program = `import os, runpy\nm = runpy.run_path("learn")\nprint(${line})`;
    return (await run("python3", ["-c", program], { cwd: clone, env })).text.trim();
  }

  it("tells a certificate that is not trusted from a network that does not answer", async () => {
    const pip =
      "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed'))";
    const deno =
      "error sending request: client error (Connect): invalid peer certificate: UnknownIssuer";
    for (const output of [pip, deno]) {
      expect(await asked(`m["why"](${JSON.stringify(output)})`)).toMatch(
        /^the network answers with a certificate that this computer does not trust, .*run \.\/learn again\.$/,
      );
    }
  });

  it("lets pip and Deno trust what the system trusts, unless told otherwise", async () => {
    const line =
      '[m["environment"]().get(n) for n in ("DENO_TLS_CA_STORE", "DENO_CERT", "REQUESTS_CA_BUNDLE")]';
    const file = `${clone}/deno.json`;
    const given = { DENO_TLS_CA_STORE: "mozilla", DENO_CERT: "a", REQUESTS_CA_BUNDLE: "b" };
    expect(await asked(line, given)).toBe("['mozilla', 'a', 'b']");
    const found = "[v for v in " + line + " if v]";
    const own = {
      DENO_TLS_CA_STORE: "",
      DENO_CERT: "",
      REQUESTS_CA_BUNDLE: "",
      SSL_CERT_FILE: file,
    };
    const unset =
      "[os.environ.pop(n) for n in ('DENO_TLS_CA_STORE', 'DENO_CERT', 'REQUESTS_CA_BUNDLE')] and ";
    expect(await asked(unset + found, own)).toBe(`['system,mozilla', '${file}', '${file}']`);
  });

  it("keeps modules in .venv where the user's cache cannot be written", async () => {
    const line = '[os.environ.pop("DENO_DIR", "")] and m["environment"]().get("DENO_DIR")';
    const cache = `${await Deno.realPath(clone)}/.venv/cache`;
    const names = () => [...Deno.readDirSync(clone)].map(({ name }) => name).sort();
    const before = names();
    for (const HOME of ["/dev/null", "/dev/null/nobody", "/proc/nobody", "nobody", "~", ""]) {
      expect(await asked(line, { HOME }), HOME).toBe(cache);
      expect(await asked('m["environment"]()["HOME"]', { HOME }), HOME).toBe(cache);
    }
    expect(names()).toEqual(before);
    const HOME = `${clone}/two words\nand a line`;
    expect(await asked(line, { HOME })).toBe("None");
    expect(await asked('m["environment"]()["HOME"]', { HOME })).toBe(HOME);
    expect(await asked(line, { HOME: clone })).toBe("None");
  });
});
