/**
 * The service worker: keeps what a reader has visited, so that it can be read and run without a network. What is kept
 * belongs to one build of the site; a new build is fetched beside it and takes over when the reader says so.
 *
 * @module
 */

/** What every page needs to run its cells; put in when the site is built. */
declare const CORE: readonly string[];
/** Another for each build. */
declare const VERSION: string;

interface WorkerEvent extends Event {
  readonly request: Request;
  readonly data: unknown;
  waitUntil(done: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

const scope = globalThis as unknown as {
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
};
const site = new URL(scope.registration.scope);
/** Caches belong to an origin, which other sites may share. */
const family = `${site.pathname}course `;
const name = family + VERSION;

scope.addEventListener("install", (event) => {
  event.waitUntil(keep(CORE));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const other of await caches.keys()) {
      if (other.startsWith(family) && other !== name) await caches.delete(other);
    }
    await scope.clients.claim();
  })());
});

scope.addEventListener("message", (event) => {
  const { data } = event;
  if (data === "take over") event.waitUntil(scope.skipWaiting());
  else if (Array.isArray(data)) event.waitUntil(keep(data));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(site.href)) return;
  event.respondWith(answer(request));
});

/** From what is kept; else from the network, and kept from then on. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const address = request.url.replace(/[?#].*$/, "");
  const kept = await cache.match(address);
  if (kept) return kept;
  const response = await fetch(request).catch((error) => {
    if (request.mode === "navigate") return notVisited();
    throw error;
  });
  if (response.ok && !response.redirected) await cache.put(address, response.clone());
  return response;
}

/** In place of a page that is not kept, where there is no network. */
function notVisited(): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>Not kept yet</title><body style="font:1.1rem/1.6 system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem">
<h1>This page is not kept yet</h1><p>There is no network, and this page has not been visited before. What has been
visited is there, and runs: <a href="${site.pathname}">contents</a>.</p>`;
  return new Response(html, {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}

/** Fetches and keeps files of the site, those that are not kept yet. */
async function keep(files: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all(files.map(async (file) => {
    const address = new URL(file, site).href.replace(/[?#].*$/, "");
    if (!address.startsWith(site.href) || await cache.match(address)) return;
    const response = await fetch(address, { cache: "no-cache" });
    if (response.ok) await cache.put(address, response);
  }));
}
