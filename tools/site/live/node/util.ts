/**
 * As much of Node's `util.types` as the library uses, in a page.
 *
 * @module
 */

const tag = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);

/** What kind of thing a value is. No page can tell a proxy from what it stands for. */
export const types = {
  isProxy: (_value: unknown) => false,
  isPromise: (value: unknown) => value instanceof Promise,
  isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
  isModuleNamespaceObject: (value: unknown) => tag(value) === "Module",
};
