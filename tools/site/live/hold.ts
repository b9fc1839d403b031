/**
 * Keeps the place that the address names where a reader expects it. The browser goes there once; then cells above it
 * get their buttons, or are laid out for the first time, and what was sought would stand elsewhere, below the header or
 * beside the window. It is held until the reader does something.
 *
 * @module
 */

/** Milliseconds after which a page has grown as much as it will. */
const LONG_ENOUGH = 4000;

/** What says that the reader has taken over. */
const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];

/** Holds the place of this page's address, and of each one that a link of the page leads to. */
export function holdPlaces(): void {
  let release = () => {};
  const hold = () => {
    release();
    release = holdPlace();
  };
  addEventListener("hashchange", hold);
  // Who reloads, or goes back, finds what they had before their eyes.
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (visit?.type === "navigate") hold();
}

/** Holds the place that the address names, if there is one; gives what lets go of it. */
function holdPlace(): () => void {
  const place = document.getElementById(decoded(location.hash.slice(1)));
  if (place === null) return () => {};
  const grown = new ResizeObserver(() => place.scrollIntoView({ behavior: "instant" }));
  const release = () => {
    grown.disconnect();
    ACTS.forEach((act) => removeEventListener(act, release, { capture: true }));
    clearTimeout(timer);
  };
  const timer = setTimeout(release, LONG_ENOUGH);
  ACTS.forEach((act) => addEventListener(act, release, { capture: true, passive: true }));
  grown.observe(document.body);
  return release;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch { // no address of ours
    return text;
  }
}
