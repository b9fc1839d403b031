import { describe, expect, it } from "vitest";
import {
  bundleOf,
  currentScreen,
  html,
  imageElement,
  inNotebook,
  openDisplay,
  plainText,
  show,
} from "lib/notebook/display.ts";
import { recorder } from "./recorder.ts";

describe("outside a notebook", () => {
  it("nothing is live", () => {
    expect(inNotebook()).toBe(false);
    expect(currentScreen().live).toBe(false);
  });
});

describe("show", () => {
  it("sends text and things that can be shown", async () => {
    const { screen, sent } = recorder();
    await show("sky", { screen });
    await show(html("<b>sky</b>", "sky"), { screen });
    expect(sent.map(({ bundle }) => bundle)).toEqual([
      { "text/plain": "sky" },
      { "text/html": "<b>sky</b>", "text/plain": "sky" },
    ]);
  });
});

describe("an updating display", () => {
  it("shows each state in its place, in order", async () => {
    const { screen, sent } = recorder();
    const display = openDisplay(plainText("a"), { screen });
    display.update(plainText("b"));
    display.update(plainText("c"));
    await display.finish(plainText("d"));
    expect(sent.map(({ bundle }) => bundle["text/plain"])).toEqual(["a", "b", "c", "d"]);
    expect(sent.map(({ update }) => update)).toEqual([false, true, true, true]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  });

  it("has an id of its own, so that no two cells share a place", () => {
    const { screen, sent } = recorder();
    openDisplay(plainText("a"), { screen });
    openDisplay(plainText("b"), { screen });
    expect(sent[0].id).not.toBe(sent[1].id);
  });

  it("shows only its last state where nobody watches", async () => {
    const { screen, sent } = recorder({ live: false });
    const display = openDisplay(plainText("a"), { screen });
    display.update(plainText("b"));
    await display.finish(plainText("c"));
    expect(sent.map(({ bundle }) => bundle["text/plain"])).toEqual(["c"]);
  });
});

describe("an image", () => {
  it("carries its SVG, whatever letters are in it, and its alt text", () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text>→ 日本 °C</text></svg>`;
    const element = imageElement(svg, { alt: `"sky" & sea`, width: 10 });
    expect(element).toContain(`alt="&quot;sky&quot; &amp; sea" width="10"`);
    const data = /base64,([^"]+)/.exec(element)![1];
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe(svg);
  });

  it("does not shrink until its letters cannot be read, and small ones not at all", () => {
    const styleOf = (width: number) => imageElement("<svg/>", { alt: "a", width });
    expect(styleOf(640)).toContain("max-width:100%;min-width:480px");
    expect(styleOf(300)).toContain("max-width:100%;min-width:300px");
  });

  it("may be large", () => {
    const svg = `<svg>${"x".repeat(300_000)}</svg>`;
    expect(imageElement(svg, { alt: "a", width: 1 }).length).toBeGreaterThan(400_000);
  });
});

it("bundleOf gives what a thing shows", () => {
  expect(bundleOf(plainText("a"))).toEqual({ "text/plain": "a" });
});
