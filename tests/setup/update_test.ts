/** What the README says of updates and of citing: its commands are run as they stand there. */

import { expect, it } from "vitest";
import config from "../../deno.json" with { type: "json" };
import { root, run } from "../support/clone.ts";
import { needs } from "../support/permissions.ts";

needs({ read: true, write: true, run: true, env: true }).describe("the README", () => {
  it("updates the course twice, and loses no word that a learner wrote, who is nobody to git", async () => {
    const folder = await Deno.makeTempDir({ prefix: "update-" });
    const env = { HOME: folder, GIT_CONFIG_GLOBAL: `${folder}/none`, GIT_CONFIG_NOSYSTEM: "1" };
    const [course, mine] = [`${folder}/course`, `${folder}/mine`];
    const sh = async (cwd: string, ...commands: string[]) => {
      const { code, text } = await run("sh", ["-ec", commands.join("\n")], { cwd, env });
      expect(code, text).toBe(0);
      return text;
    };
    const publish = (text: string) =>
      sh(
        course,
        `echo '${text}' > notebook`,
        "git add --all",
        `git -c user.name=us -c user.email=us commit --message '${text}'`,
      );
    await sh(folder, "git init --initial-branch=main course");
    await publish("lesson one");
    await sh(folder, "git clone course mine");
    const readme = await Deno.readTextFile(`${root}/README.md`);
    const commands = /## Update[^]*?```sh\n([^]*?)```/.exec(readme)![1];
    for (const time of [1, 2]) {
      await Deno.writeTextFile(`${mine}/notebook`, `my answer ${time}\n`);
      await Deno.writeTextFile(`${mine}/own-${time}`, "a file of my own\n");
      await publish(`lesson new ${time}`);
      await sh(mine, commands.replaceAll("my-work-1", `my-work-${time}`));
      expect(await Deno.readTextFile(`${mine}/notebook`)).toBe(`lesson new ${time}\n`);
      expect(await sh(mine, `git show my-work-${time}:notebook`)).toBe(`my answer ${time}\n`);
      expect(await Deno.readTextFile(`${mine}/own-${time}`)).toBe("a file of my own\n");
    }
    await Deno.remove(folder, { recursive: true });
  });

  it("cites the version that stands in deno.json, with which the changelog begins", async () => {
    const readme = await Deno.readTextFile(`${root}/README.md`);
    expect(readme).toContain(`Version ${config.version}, `);
    const [, latest] = /^## (\d\S*?),? /m.exec(await Deno.readTextFile(`${root}/CHANGELOG.md`))!;
    expect(latest).toBe(config.version);
  });
});
