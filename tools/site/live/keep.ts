/**
 * Asks the service worker to keep what the page needs without a network, and tells the reader of a newer build.
 *
 * @module
 */

import { button } from "./button.ts";

/** Starts the service worker, where the browser has such a thing. */
export async function keepForLater(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return;
  try {
    const site = new URL("../", import.meta.url);
    const registration = await serviceWorker.register(new URL("offline.js", site), {
      scope: site.pathname,
      updateViaCache: "none",
    });
    const offer = () => {
      if (registration.waiting && serviceWorker.controller) showUpdate(registration.waiting);
    };
    offer();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", offer);
    });
    const ready = await serviceWorker.ready;
    ready.active?.postMessage(await wanted(site));
  } catch { /* a private window, or a host without https: the page works all the same */ }
}

/** What this page needs: itself, its pictures and styles, and what its cells read. */
async function wanted(site: URL): Promise<string[]> {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const pictures = [...document.images].map(({ src }) => src).filter((src) =>
    !src.startsWith("data:")
  );
  const notebook = document.querySelector<HTMLElement>("[data-notebook]")?.dataset.notebook;
  const files = [location.href, ...loaded, ...pictures, site.href];
  const explorable = document.querySelector<HTMLElement>("[data-explorable]")?.dataset.explorable;
  const name = notebook ?? explorable;
  if (name !== undefined) {
    const reads = await (await fetch(new URL("live/reads.json", site))).json();
    files.push(...(reads[name] ?? []).map((file: string) => new URL(`live/${file}`, site).href));
  }
  return files;
}

function showUpdate(waiting: ServiceWorker): void {
  if (document.querySelector(".update")) return;
  const bar = document.createElement("div");
  bar.className = "update";
  bar.setAttribute("role", "status");
  bar.append(
    "There is a newer version of the course. ",
    button("Load it", "Load the newer version; your changes are kept", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
        once: true,
      });
      waiting.postMessage("take over");
    }),
  );
  document.body.append(bar);
}
