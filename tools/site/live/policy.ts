/**
 * What a site's host forbids: a Content-Security-Policy that does not fit ends in errors of the browser that speak of
 * something else. This notes what was forbidden, and says what the host has to allow.
 *
 * @module
 */

/** What has to be allowed, by what a browser says that it has blocked. */
const SOURCES: Readonly<Record<string, string>> = {
  blob: "blob:",
  data: "data:",
  eval: "'unsafe-eval'",
  inline: "'unsafe-inline'",
  "wasm-eval": "'wasm-unsafe-eval'",
};

/** Milliseconds in which a browser tells what it has blocked, behind the error that came of it. */
const LATER = 50;

/** What was forbidden that the course needs: what must be added, in words. */
const wanted = new Set<string>();

/** Begins to note, in a page or in a worker. */
export function watchPolicy(): void {
  globalThis.addEventListener("securitypolicyviolation", (event) => {
    const { effectiveDirective, blockedURI, disposition } = event as SecurityPolicyViolationEvent;
    const source = SOURCES[blockedURI.replace(/:.*$/s, "")] ??
      (blockedURI.startsWith(location.origin) ? "'self'" : undefined);
    const directive = effectiveDirective.replace(/-(elem|attr)$/, "");
    if (disposition === "enforce" && source) wanted.add(`${source} in ${directive}`);
  });
}

/**
 * An error's message, and what the host has to allow if it has forbidden something.
 *
 * @param message what the browser says
 */
export async function withForbidden(message: string): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, LATER));
  if (wanted.size === 0) return message;
  return `${
    message.replace(/\.*$/, ".")
  } The host of this site forbids what cells need: its Content-Security-Policy has to allow ${
    [...wanted].join(" and ")
  }`;
}
