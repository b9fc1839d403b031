import { expect, it } from "vitest";
import { bundleOf } from "lib/notebook/display.ts";
import { explorable } from "lib/notebook/explorable.ts";
import { needs } from "../support/permissions.ts";

const { describe } = needs({ read: true });

describe("an explorable in a notebook", () => {
  it("is a picture, words, and one script that begins with neither", async () => {
    const { "text/html": html, "text/plain": text } = bundleOf(await explorable("remember"));
    const [picture, script] = String(html).split("<script ");
    expect(picture.match(/<img alt="[^"]+" [^>]*src="data:image\/svg\+xml;base64,/g)).toHaveLength(
      2,
    );
    expect(picture).not.toContain("<svg");
    expect(script.match(/^data-explorable="remember">[^<]*<\/script>$/)).not.toBeNull();
    expect(text).toMatch(/RNN.*LSTM.*GRU.*digest of the weights [0-9a-f]{16}/s);
  });

  it("says of a name that there is no such", async () => {
    await expect(explorable("forget")).rejects.toThrow(
      'Cannot show an explorable: found the name "forget", and that of a file in notebooks/explorables is wanted',
    );
    await expect(explorable(7 as never)).rejects.toThrow("Cannot show an explorable: its name");
  });
});
