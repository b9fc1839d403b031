/**
 * A cell's TypeScript as a script that a worker can run, with the meaning that it has in the notebook: cells share
 * what they declare, may declare it again, may wait (`await`) anywhere, and the value of the last expression is the
 * cell's.
 *
 * What is declared lives in variables of the worker's global scope. A `const`, class or function is made where it
 * stands and then handed on (`__set.name(name)`); `let` and `var` lose their keyword and are those global variables
 * themselves, because functions may change them later. Lines stay where they are, so that an error's line is the cell's.
 *
 * @module
 */

import { type Node, parse, type Program } from "acorn";
import { transform } from "sucrase";

/** A cell, ready to run. */
export interface Compiled {
  /** The names that it declares. */
  readonly names: readonly string[];
  /** A script that hands an async function to `__cell`. */
  readonly script: string;
}

/** A mistake in a cell's syntax, with the line where it is. */
export class CellSyntaxError extends SyntaxError {
  /** The line in the cell, counted from 1. */
  readonly line: number;

  /** Says what is wrong, and where. */
  constructor(message: string, line: number) {
    super(message);
    this.name = "SyntaxError";
    this.line = line;
  }
}

// deno-lint-ignore no-explicit-any -- a syntax tree, of which only a few nodes are looked at
type Tree = Node & Record<string, any>;

/**
 * Compiles a cell.
 *
 * @param source TypeScript
 * @param id the cell's, for the stack traces of errors
 * @throws {CellSyntaxError} if it cannot be read
 */
export function compile(source: string, id: string): Compiled {
  const code = javaScript(source);
  const program = parsed(code);
  const names = new Set<string>();
  const edits: { at: number; to: number; text: string }[] = [];
  const insert = (at: number, text: string) => edits.push({ at, to: at, text });
  const imports: string[] = [];
  const functions: string[] = [];

  for (const node of program.body as unknown as Tree[]) {
    if (node.type === "ImportDeclaration") {
      imports.push(importOf(node, names));
      edits.push({ at: node.start, to: node.end, text: linesOf(code.slice(node.start, node.end)) });
    } else if (/^Export/.test(node.type)) {
      const { line } = at(code, node.start);
      throw new CellSyntaxError("a cell exports nothing; what it declares is there for all", line);
    } else if (node.type === "FunctionDeclaration") {
      names.add(node.id.name);
      functions.push(handOn(node.id.name));
    } else if (node.type === "ClassDeclaration") {
      names.add(node.id.name);
      insert(node.end, `;${handOn(node.id.name)}`);
    } else if (node.type === "VariableDeclaration") {
      const own = new Set<string>();
      for (const { id } of node.declarations) bound(id, own);
      own.forEach((name) => names.add(name));
      if (node.kind === "const") insert(node.end, `;${[...own].map(handOn).join("")}`);
      else edits.push(...assignments(node));
    }
  }
  values(program.body as unknown as Tree[], insert);

  // Insertions at one place keep their order; later places come first, so that earlier ones stay valid.
  const ordered = edits.map((edit, i) => ({ ...edit, i })).sort((a, b) => b.at - a.at || b.i - a.i);
  let body = code;
  for (const { at, to, text } of ordered) body = body.slice(0, at) + text + body.slice(to);
  return {
    names: [...names],
    script: `__cell(async () => { let __value; ${imports.join("")}${functions.join("")}${body}\n` +
      `return __value; });\n//# sourceURL=cell:${encodeURIComponent(id)}`,
  };
}

/** The line of an error that was thrown in a cell, from its stack; undefined if it came from elsewhere. */
export function lineOf(stack: string, id: string): number | undefined {
  const place = `cell:${encodeURIComponent(id)}`;
  const found = stack.indexOf(place);
  const line = /^(?:, <anonymous>)?:(\d+)/.exec(stack.slice(found + place.length))?.[1];
  return found < 0 || line === undefined ? undefined : Number(line);
}

/** A cell's JavaScript: its text without types. */
export function javaScript(source: string): string {
  try {
    return transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true,
    }).code;
  } catch (error) {
    throw syntaxError(error);
  }
}

function parsed(code: string): Program {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
    });
  } catch (error) {
    throw syntaxError(error);
  }
}

/** Both parsers end their messages with the place: `(3:14)`. */
function syntaxError(error: unknown): CellSyntaxError {
  const message = error instanceof Error ? error.message : String(error);
  const place = /\s*\((\d+):\d+\)\s*$/.exec(message);
  const text = message.replace(/^Error transforming [^:]*: /, "").replace(/\s*\(\d+:\d+\)\s*$/, "");
  return new CellSyntaxError(text, Number(place?.[1] ?? 1));
}

/** An import, as an assignment of what was loaded. */
function importOf(node: Tree, names: Set<string>): string {
  const load = `await __import(${JSON.stringify(node.source.value)})`;
  const parts: string[] = [];
  let whole = "";
  for (const { type, local, imported } of node.specifiers) {
    names.add(local.name);
    if (type === "ImportNamespaceSpecifier") whole = `${local.name}=__module;`;
    else if (type === "ImportDefaultSpecifier") parts.push(`default:${local.name}`);
    else parts.push(`${JSON.stringify(imported.name ?? imported.value)}:${local.name}`);
  }
  const named = parts.length > 0 ? `({${parts.join(",")}}=__module);` : "";
  return named + whole === "" ? `${load};` : `{const __module=${load};${named}${whole}}`;
}

/** A declaration with `let` or `var`, as assignments. */
function assignments(node: Tree): { at: number; to: number; text: string }[] {
  const [first] = node.declarations;
  const edits = [{ at: node.start, to: first.start, text: ";" }];
  for (const { id, init, start, end } of node.declarations) {
    if (init === null) edits.push({ at: end, to: end, text: "=undefined" });
    else if (id.type !== "Identifier") {
      edits.push({ at: start, to: start, text: "(" }, { at: end, to: end, text: ")" });
    }
  }
  return edits;
}

/** The names that a pattern binds. */
function bound(pattern: Tree | null, names: Set<string>): void {
  if (pattern === null) return;
  if (pattern.type === "Identifier") names.add(pattern.name);
  else if (pattern.type === "ObjectPattern") {
    pattern.properties.forEach((part: Tree) => bound(part.value ?? part.argument, names));
  } else if (pattern.type === "ArrayPattern") {
    pattern.elements.forEach((part: Tree | null) => bound(part, names));
  } else if (pattern.type === "AssignmentPattern") bound(pattern.left, names);
  else if (pattern.type === "RestElement") bound(pattern.argument, names);
}

/** Notes the value of each expression that stands as a statement: the last one noted is the cell's, as in a console. */
function values(list: readonly Tree[], insert: (at: number, text: string) => void): void {
  for (const node of list) {
    if (/^(If|For|ForIn|ForOf|While|DoWhile|Try|Switch)Statement$/.test(node.type)) {
      insert(node.start, "__value=undefined;");
    }
    inside(node);
  }

  function inside(node: Tree | null | undefined): void {
    if (!node) return;
    if (node.type === "ExpressionStatement") {
      insert(node.expression.start, "__value=(");
      insert(node.expression.end, ")");
    } else if (node.type === "BlockStatement") values(node.body, insert);
    else if (node.type === "SwitchStatement") {
      node.cases.forEach(({ consequent }: Tree) => values(consequent, insert));
    } else if (/Statement$/.test(node.type)) {
      for (const part of ["consequent", "alternate", "body", "block"]) inside(node[part]);
      inside(node.handler?.body);
    }
  }
}

const handOn = (name: string) => `__set.${name}(${name});`;

/** As many lines as a text has, and nothing in them. */
const linesOf = (text: string) => text.replace(/[^\n]+/g, "");

function at(code: string, index: number): { line: number } {
  return { line: code.slice(0, index).split("\n").length };
}
