/**
 * Shows a built site on this machine, as any static host would.
 *
 * @module
 */

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  ipynb: "application/json",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  wasm: "application/wasm",
  txt: "text/plain; charset=utf-8",
  csv: "text/csv; charset=utf-8",
};

/**
 * Serves a folder.
 *
 * @param folder the built site
 * @param options `port`: 0 for any that is free; `under`: a path to serve it under; `say`: whether to print where
 */
export function serve(
  folder: URL,
  { port = 0, under = "/", say = true }: { port?: number; under?: string; say?: boolean } = {},
): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({
    port,
    hostname: "127.0.0.1",
    onListen: ({ port }) => {
      if (say) console.log(`http://localhost:${port}${under} (Ctrl-C ends it)`);
    },
  }, async (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(under)) return new Response("not here", { status: 404 });
    let path = decodeURIComponent(pathname.slice(under.length));
    if (path === "" || path.endsWith("/")) path += "index.html";
    const file = new URL(path, folder);
    if (!file.pathname.startsWith(folder.pathname)) return new Response("no", { status: 403 });
    try {
      const body = await Deno.readFile(file);
      const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
      const zip = /gzip/.test(request.headers.get("accept-encoding") ?? "") &&
        /^text|json|svg/.test(type);
      const headers = { "content-type": type, ...(zip ? { "content-encoding": "gzip" } : {}) };
      if (!zip) return new Response(body, { headers });
      const stream = new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"));
      return new Response(stream, { headers });
    } catch {
      const directory = await Deno.stat(file).catch(() => undefined);
      if (directory?.isDirectory) return Response.redirect(new URL(`${pathname}/`, request.url));
      return new Response("not found", { status: 404 });
    }
  });
}
