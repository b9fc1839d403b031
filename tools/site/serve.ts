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
 * @param options `port`: 0 for any that is free; `under`: a path to serve it under; `say`: whether to print where;
 * `policy`: a Content-Security-Policy to send
 */
export function serve(
  folder: URL,
  { port = 0, under = "/", say = true, policy }: {
    port?: number;
    under?: string;
    say?: boolean;
    policy?: string;
  } = {},
): Deno.HttpServer<Deno.NetAddr> {
  const zipped = zipper();
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
      const type = types[path.split(".").at(-1)!] ?? "application/octet-stream";
      const zip = /gzip/.test(request.headers.get("accept-encoding") ?? "") &&
        /^text|json|svg/.test(type);
      const headers = {
        "content-type": type,
        ...(zip ? { "content-encoding": "gzip" } : {}),
        ...(policy ? { "content-security-policy": policy } : {}),
      };
      return new Response(await (zip ? zipped(file) : Deno.readFile(file)), { headers });
    } catch {
      const directory = await Deno.stat(file).catch(() => undefined);
      if (directory?.isDirectory) return Response.redirect(new URL(`${pathname}/`, request.url));
      return new Response("not found", { status: 404 });
    }
  });
}

/** Gives files as they travel; a host zips each only once. */
function zipper(): (file: URL) => Promise<Uint8Array<ArrayBuffer>> {
  const kept = new Map<string, { changed: number; bytes: Promise<Uint8Array<ArrayBuffer>> }>();
  return async (file) => {
    const changed = Number((await Deno.stat(file)).mtime);
    const known = kept.get(file.href);
    if (known?.changed === changed) return await known.bytes;
    const stream = new Blob([await Deno.readFile(file)]).stream();
    const bytes = new Response(stream.pipeThrough(new CompressionStream("gzip"))).bytes();
    kept.set(file.href, { changed, bytes });
    return await bytes;
  };
}
