/**
 * Committed outputs as HTML that needs no JavaScript. Pictures become files of their own, loaded when they come
 * near the window, so that a page's text is there at once.
 *
 * @module
 */

import { BASE, joined, type Output } from "./course.ts";
import { fitted } from "./shown.ts";

const CLAIM = "application/vnd.sequences.claim+json";

/** A claim, as its output tells it to programs. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly holds: boolean;
  readonly asExpected: boolean;
}

/** The claim in an output, if it is one's verdict. */
export function claimIn({ data }: Output): Claim | undefined {
  return data?.[CLAIM] as Claim | undefined;
}

/** Takes pictures out of pages: `keep` gets each file's name and bytes. */
export type KeepPicture = (name: string, bytes: Uint8Array) => void;

/** An output as HTML; empty if there is nothing to see. */
export async function outputHtml(output: Output, keep: KeepPicture): Promise<string> {
  const { output_type: kind, data = {} } = output;
  if (kind === "stream") return plain(joined(output.text));
  if (kind === "error") return plain(`${output.ename}: ${output.evalue}`, "error");
  const html = data["text/html"];
  if (html === undefined) return plain(joined(data["text/plain"]));
  const claim = claimIn(output);
  const box = fitted(await withPictures(joined(html), keep), BASE);
  if (claim === undefined) return `<div class="shown">${box}</div>`;
  return `<div class="shown claim" id="${escapeHtml(claim.id)}">${box}` +
    `<a class="claim-link" href="#${escapeHtml(claim.id)}" ` +
    `aria-label="Link to claim ${escapeHtml(claim.id)}">#</a></div>`;
}

/** Text that HTML shows as it is. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function plain(text: string, more = ""): string {
  if (text.trim() === "") return "";
  return `<pre class="text ${more}" tabindex="0">${escapeHtml(text)}</pre>`;
}

async function withPictures(html: string, keep: KeepPicture): Promise<string> {
  const source = /(<img\b[^>]*?)src="data:image\/svg\+xml;base64,([^"]*)"/g;
  const found = [...html.matchAll(source)];
  const tags = await Promise.all(found.map(async ([, start, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const name = `${
      [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    }.svg`;
    keep(name, bytes);
    const height = / height="([\d.]+)"/.exec(new TextDecoder().decode(bytes.slice(0, 300)))?.[1];
    const size = height && !/ height="/.test(start) ? `height="${height}" ` : "";
    return `${start}loading="lazy" decoding="async" ${size}src="${BASE}/pictures/${name}"`;
  }));
  let i = 0;
  return html.replace(source, () => tags[i++]);
}
