/**
 * The hub's settings: read once, and the same on one machine and on Kubernetes. The hub itself is tried by
 * `tools/classroom/hub/trial.py`, which needs it installed.
 */

import { expect, it } from "vitest";
import { root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true, write: true, run: true, env: true });
const hub = `${root}/tools/classroom/hub`;

/** What `jupyterhub_config.py` sets, as JSON. */
const program = `
import json, runpy
class Config(dict):
    def __getattr__(self, name):
        return self.setdefault(name, Config())
    __setattr__ = dict.__setitem__
c = Config()
runpy.run_path("${hub}/jupyterhub_config.py", {"get_config": lambda: c})
print("JSON" + json.dumps(c, default=str))`;

async function configured(env: Record<string, string>) {
  const folder = await Deno.makeTempDir();
  const { text, code } = await run("python3", ["-c", program], {
    env: { CLASS_FOLDER: folder, ...env },
  });
  await Deno.remove(folder, { recursive: true });
  return { text, code, config: code === 0 ? JSON.parse(text.slice(text.indexOf("JSON") + 4)) : {} };
}

describe("a hub for a class", () => {
  const env = { CLASS_PASSWORD: "twelve letters", CLASS_MEMORY_MB: "1500", CLASS_CORES: "2" };

  it("gives a learner the same on one machine and on Kubernetes", async () => {
    const { config } = await configured(env);
    const written = await run("python3", [`${hub}/values.py`, "registry/course:1"], { env });
    const { singleuser, cull, hub: { config: there } } = JSON.parse(written.text);
    const { Spawner, JupyterHub, Authenticator } = config;
    expect(Spawner.mem_limit).toBe(1500 * 2 ** 20);
    expect(singleuser.memory.limit).toBe("1500M");
    expect([Spawner.cpu_limit, singleuser.cpu.limit]).toEqual([2, 2]);
    for (const name of ["COURSE_MEMORY_MB", "COURSE_CORES", "COURSE_TYPES", "COURSE_REST"]) {
      expect([name, singleuser.extraEnv[name]]).toEqual([name, Spawner.environment[name]]);
    }
    expect(Spawner.environment.COURSE_MEMORY_MB).toBe("750");
    expect(singleuser.defaultUrl).toBe(Spawner.default_url);
    expect(JupyterHub.services[0].command).toContain(`--timeout=${cull.timeout}`);
    expect(there.Authenticator.username_pattern).toBe(Authenticator.username_pattern);
    expect(there.JupyterHub.authenticator_class).toBe(JupyterHub.authenticator_class);
  });

  it("ends servers with the hub, and says the password that it has made up", async () => {
    const { config, text } = await configured({ CLASS_PASSWORD: "" });
    expect(config.JupyterHub.cleanup_servers).toBe(true);
    expect(text).toContain(config.SharedPasswordAuthenticator.user_password);
  });

  it.each([
    [
      { CLASS_MEMORY_MB: "2 GB" },
      "CLASS_MEMORY_MB is '2 GB', and a whole number from 1 on is wanted",
    ],
    [{ CLASS_CORES: "0" }, "CLASS_CORES is '0', and a whole number from 1 on is wanted"],
    [
      { CLASS_IDLE_MINUTES: "²" },
      "CLASS_IDLE_MINUTES is '²', and a whole number from 1 on is wanted",
    ],
    [
      { CLASS_ADMINS: "teacher", CLASS_PASSWORD: "twelve letters" },
      "CLASS_ADMIN_PASSWORD has 0 letters, and at least 32 are wanted",
    ],
    [{ CLASS_PASSWORD: "short" }, "CLASS_PASSWORD has 5 letters, and at least 8 are wanted"],
  ])("refuses in one sentence %o", async (env, said) => {
    const { code, text } = await configured(env as unknown as Record<string, string>);
    expect(code).not.toBe(0);
    expect(text.trim()).toBe(`Cannot start the hub: ${said}`);
  });
});
