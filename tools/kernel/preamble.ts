/**
 * What the kernel runs in Deno before the first cell: it listens for the stop button, can give up what a cell waits
 * for, knows which cell started what, and tells the kernel about errors what Deno's own messages leave out.
 *
 * Nothing can be thrown into a cell that waits. But once nothing is left that could settle its promise, the collector
 * takes the promise, and Deno ends the cell with its state kept: so `giveUp` lets go of timers, fetches and workers.
 */
(() => {
  const HOLDING = 1000; // milliseconds for which a cell that goes on is held, and for how long at most
  const LONGEST_HOLD = 10_000;
  const LINES_AHEAD = 300; // that are not joined; a line in so many milliseconds may go on for ever
  const LINE_MS = 1;
  const DISPLAYS_AHEAD = 300; // and of displays; more come one in so many milliseconds, as fast as a busy machine reads them
  const DISPLAY_MS = 4;
  const MOST_PRINTED = 11_000_000; // characters of a cell: of them the kernel shows 10 MB, and says that it shows no more

  // deno-lint-ignore no-explicit-any
  const scope = globalThis as any;
  const { setTimeout, setInterval, clearTimeout, clearInterval, fetch, Worker, gc } = scope;
  // Cells may declare names such as these for themselves, and then mean something else.
  const { AbortController, AbortSignal, AggregateError, Deno, Error, Math, Object, Promise }:
    typeof globalThis = scope;
  const { EventTarget, Request, Set, String, WeakMap, WeakRef, performance }: typeof globalThis =
    scope;
  const { Command, jupyter } = scope.Deno;
  const broadcast: (type: string, content: object) => Promise<void> = jupyter.broadcast;
  const print = console.log;
  const { AsyncLocalStorage } = scope.process.getBuiltinModule("node:async_hooks");
  const cell = new AsyncLocalStorage(); // whose exit() does not hold for what goes on later: run(undefined, …) does

  // ---- what a cell may wait for

  const timers = new Set<unknown>();
  const stops = new Set<AbortController>();
  const unread = new FinalizationRegistry((stop: AbortController) => stops.delete(stop));

  const timer = (start: typeof setTimeout, once: boolean) =>
    Object.assign((action: unknown, ms?: number, ...rest: unknown[]) => {
      if (typeof action !== "function") return start(action, ms, ...rest);
      const from = cell.getStore();
      const id = start(() => {
        if (once) timers.delete(id);
        try {
          cell.run(from, action, ...rest);
        } catch (error) {
          cell.run(from, uncaught, error);
        }
      }, ms);
      timers.add(id);
      return id;
    }, start);
  const clear = (end: typeof clearTimeout) => (id?: unknown) => {
    timers.delete(id);
    end(id);
  };
  scope.setTimeout = timer(setTimeout, true);
  scope.setInterval = timer(setInterval, false);
  scope.clearTimeout = clear(clearTimeout);
  scope.clearInterval = clear(clearInterval);

  scope.fetch = async function (input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const stop = new AbortController();
    stops.add(stop);
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    const signal = own ? AbortSignal.any([own, stop.signal]) : stop.signal;
    try {
      const response = await fetch(input, { ...init, signal });
      unread.register(response, stop);
      return response;
    } catch (error) {
      stops.delete(stop);
      throw error;
    }
  };

  scope.Worker = class extends Worker {
    #stop = new AbortController();
    constructor(...given: unknown[]) {
      super(...given);
      const from = cell.getStore();
      super.addEventListener("error", ({ message }: ErrorEvent) => byWorker = { message, from });
      stops.add(this.#stop);
      this.#stop.signal.addEventListener("abort", () => this.terminate());
    }
    terminate() {
      stops.delete(this.#stop);
      super.terminate();
    }
  };
  Object.defineProperty(scope.Worker, "name", { value: "Worker" });

  const Program = class extends Command {
    constructor(program: string | URL, options?: Deno.CommandOptions) {
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, ...options?.signal ? [options.signal] : []]);
      super(program, { ...options, signal });
      stops.add(stop);
      unread.register(this, stop);
    }
  };
  Object.defineProperty(Program, "name", { value: "Command" });
  Object.defineProperty(Deno, "Command", { value: Program });

  // Whoever listens, to a worker, a channel, a signal, waits as well.
  type Given = Parameters<EventTarget["addEventListener"]>;
  type Listening = [type: string, listener: WeakRef<object>, options: Given[2]];
  const { addEventListener: listenTo, removeEventListener: leave } = EventTarget.prototype;
  const listened = new WeakMap<EventTarget, Set<Listening>>();
  const targets = new Set<WeakRef<EventTarget>>();

  EventTarget.prototype.addEventListener = function (...given: Given) {
    const target = this ?? scope;
    listenTo.apply(target, given);
    const [type, listener, options] = given;
    if (cell.getStore() === undefined || !listener) return;
    const own = listened.get(target) ?? new Set();
    if (!listened.has(target)) targets.add(new WeakRef(target));
    listened.set(target, own.add([type, new WeakRef(listener), options]));
    if (own.size % 1000 === 0) own.forEach((one) => one[1].deref() ?? own.delete(one));
  };
  function stopListening() {
    for (const ref of targets) {
      const target = ref.deref();
      const own = target && listened.get(target);
      if (!target || !own) targets.delete(ref);
      for (const one of own ?? []) {
        const [type, given, options] = one;
        const listener = given.deref() as { handler?: unknown } & NonNullable<Given[1]> | undefined;
        if (listener && "handler" in listener) listener.handler = null; // what Deno makes of onmessage = …, once
        else {
          own!.delete(one);
          leave.call(target!, type, listener ?? null, options);
        }
      }
    }
  }

  function giveUp() {
    const reason = Object.assign(new Error("stopped"), { name: "Interrupted" });
    stopListening();
    for (const stop of stops) stop.abort(reason);
    for (const id of timers) clearTimeout(id);
    stops.clear();
    timers.clear();
    setTimeout(gc, 20);
    givenUp++;
    if (givenUp === 2) {
      for (const [id] of connections()) if (!before.has(id)) core.tryClose(Number(id));
    }
    if (givenUp > 2) hold();
  }

  // A connection of an earlier cell is part of the state, one of this cell is what it may be waiting at.
  let before = new Set<string>();
  const connections = () =>
    Object.entries<string>(core.resources()).filter(([, name]) =>
      /^(tcp|tls|udp|unix|http|fsEvents)/.test(name)
    );

  // What still goes on then, such as a loop that reads a file, is held where it does: there V8 can end it.
  let givenUp = 0; // times since the cell has begun
  let holdUntil: number | undefined; // undefined until it is first needed: from then on every promise costs a little
  function hold() {
    if (holdUntil === undefined) {
      core.setPromiseHooks(undefined, () => {
        if (performance.now() > holdUntil! || cell.getStore() === undefined) return;
        holdUntil = 0;
        if (hasSignals) cell.run(undefined, listen); // what was about to hear of a signal is forgotten with the cell
        for (const end = performance.now() + LONGEST_HOLD; performance.now() < end;);
      });
    }
    holdUntil = performance.now() + HOLDING;
  }

  // ---- what is shown

  // Deno drops what it is given faster than it can send, without a word. So messages wait for each other, and now and
  // then for the network; an update of a display replaces one that still waits.
  interface Content {
    readonly data?: Record<string, unknown>;
    readonly transient?: { readonly display_id?: string };
  }
  interface Posted extends PromiseWithResolvers<void> {
    readonly type: string;
    content: Content;
  }
  const posted: Posted[] = [];
  let posting: Promise<void> | undefined;
  let told = false;

  function post(type: string, content: Content): Promise<void> {
    const id = type === "update_display_data" ? content?.transient?.display_id : undefined;
    const waiting = posted.find((one) =>
      one.type === type && one.content.transient?.display_id === id
    );
    if (id !== undefined && waiting) {
      waiting.content = content;
      return waiting.promise;
    }
    printJoined();
    const one = { type, content, ...Promise.withResolvers<void>() };
    posted.push(one);
    if (posting === undefined) posting = cell.run(undefined, send);
    else if (!told) {
      told = true;
      void broadcast("course_posting", {}); // the cell is not over before all is sent
    }
    return one.promise;
  }

  /** Counts what is sent ahead of what can be read, one in so many milliseconds; says whether that is too much. */
  function pace(most: number, milliseconds: number) {
    let ahead = 0;
    let last = 0;
    return () => {
      const now = performance.now();
      ahead = Math.min(2 * most, Math.max(0, ahead - (now - last) / milliseconds) + 1);
      last = now;
      return ahead >= most;
    };
  }

  const isFloodOfDisplays = pace(DISPLAYS_AHEAD, DISPLAY_MS);
  let sinceBreath = 0;
  let sender = 0;
  async function send() {
    const me = ++sender;
    for (let one; me === sender && (one = posted.shift()) !== undefined;) {
      const { type, content, resolve, reject } = one;
      try {
        await broadcast(type, content); // newer Denos return nothing to wait for
        resolve();
      } catch (error) {
        reject(error);
      }
      const size = Object.values(content?.data ?? {}).reduce<number>(
        (sum, part) => sum + (typeof part === "string" ? part.length : 1000),
        2000,
      );
      const isFlood = isFloodOfDisplays();
      if ((sinceBreath += size) < 60_000 && !isFlood) continue;
      sinceBreath = 0;
      await new Promise((resolve) => setTimeout(resolve, isFlood ? DISPLAY_MS : 1));
    }
    if (me === sender) posting = undefined;
  }

  // Another thread sends what is printed, a message for each line. Lines that come faster than that would pile up, and
  // the cell's end, the stop button and the machine's memory would have to wait for them: so they are joined.
  const { Console, core } = scope.Deno[scope.Deno.internal];
  const isFloodOfLines = pace(LINES_AHEAD, LINE_MS);
  let began = 0;
  let characters = 0; // of this cell; a flood that went on would fill the kernel, which reads more slowly than Deno sends
  const joined = ["", ""]; // of standard output, and of errors

  function printJoined() {
    for (const at of [0, 1]) {
      const text = joined[at];
      joined[at] = "";
      if (text !== "") core.print(text, at === 1);
    }
  }
  function write(text: string, level: number) {
    if ((characters += text.length) > MOST_PRINTED) return;
    if (!isFloodOfLines()) {
      printJoined();
      return core.print(text, level > 1);
    }
    const now = performance.now();
    if (joined.every((one) => one === "")) {
      began = now;
      setTimeout(printJoined, 0);
    }
    joined[level > 1 ? 1 : 0] += text;
    if (joined[0].length + joined[1].length > 20_000 || now - began > 40) printJoined();
  }
  if (Console && core) Object.assign(console, new Console(write));

  // Deno's kernel loses what is written to the streams themselves, as Node's process.stdout does.
  [Deno.stdout, Deno.stderr].forEach((stream, at) => {
    const decoder = new TextDecoder();
    const writeSync = (bytes: Uint8Array) => {
      write(decoder.decode(bytes, { stream: true }), at + 1);
      return bytes.length;
    };
    const written = async (bytes: Uint8Array) => await writeSync(bytes);
    const writable = new WritableStream({ write: async (bytes) => void await written(bytes) });
    Object.defineProperty(stream, "writable", { value: writable });
    Object.assign(stream, { writeSync, write: written });
  });

  jupyter.broadcast = post;
  jupyter.display = async (
    thing: unknown,
    options: { raw?: boolean; update?: boolean; display_id?: string } = {},
  ) => {
    const data = options.raw ? thing : await jupyter.format(thing);
    const transient = options.display_id ? { display_id: options.display_id } : {};
    const type = options.update ? "update_display_data" : "display_data";
    await post(type, { data: data as Record<string, unknown>, metadata: {}, transient } as Content);
  };

  // ---- the stop button

  const onStop = new Set<() => void>();

  const { writeTextFileSync } = Deno;
  const heard = Deno.env.get("COURSE_HEARD")!;
  function stop() {
    writeTextFileSync(heard, ".", { append: true });
    for (const listener of onStop) listener();
  }

  const hasSignals = Deno.env.get("COURSE_KERNEL_PIPE") === undefined;
  function listen() {
    for (const [signal, listener] of [["SIGINT", stop], ["SIGUSR2", giveUp]] as const) {
      Deno.removeSignalListener(signal, listener);
      Deno.addSignalListener(signal, listener);
    }
  }

  if (hasSignals) {
    listen();
  } else { // where there are no signals: a worker reads the kernel's words, and ends Deno when they end
    const source = `
      for await (const words of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
        for (const word of words.trim().split("\\n")) postMessage(word);
      }
      Deno.kill(Deno.pid, "SIGKILL");`;
    const reader = new Worker("data:text/javascript," + encodeURIComponent(source), {
      type: "module",
    });
    reader.onmessage = ({ data }: MessageEvent) => data === "stop" ? stop() : giveUp();
  }

  // ---- errors

  interface Described {
    readonly name: string;
    readonly message: string;
    readonly stack?: string;
    readonly causes: readonly Described[];
  }

  /** An error, what caused it, and the errors that it gathers. */
  function describe(error: unknown, depth = 0): Described {
    if (!(error instanceof Error)) return { name: "", message: Deno.inspect(error), causes: [] };
    const gathered = error instanceof AggregateError ? error.errors : [];
    const further = error.cause === undefined ? gathered : [error.cause, ...gathered];
    return {
      name: String(error.name),
      message: String(error.message),
      stack: String(error.stack),
      causes: depth < 4 ? further.slice(0, 8).map((one) => describe(one, depth + 1)) : [],
    };
  }

  interface Frame {
    getFileName(): string | null;
  }

  // The kernel sees a thrown error as text. Its stack is made into text once, when Deno reads it: remember it then.
  const recent: WeakRef<Error>[] = [];
  scope.Error.prepareStackTrace = (error: Error, frames: Frame[]) => {
    recent.push(new WeakRef(error));
    if (recent.length > 8) recent.shift();
    return [Error.prototype.toString.call(error), ...frames.map(asDenoHasIt)].join("\n");
  };
  const { pathToFileURL } = scope.process.getBuiltinModule("node:url");
  function asDenoHasIt(frame: Frame): string {
    const file = frame.getFileName();
    const isPath = file && /^([\\/]|[A-Za-z]:[\\/])/.test(file);
    return `    at ${isPath ? `${frame}`.replace(file, pathToFileURL(file).href) : frame}`;
  }

  // Of a thrown object that is no error the kernel sees as much as its toString says: remember which that was.
  let inWords: unknown;
  const { toString } = Object.prototype;
  Object.defineProperty(Object.prototype, "toString", {
    value: {
      toString() {
        inWords = this;
        return toString.call(this);
      },
    }.toString,
    writable: true,
    configurable: true,
  });

  // Of an error in a worker there are only words; where its module fails, those of the worker's own event just before.
  let byWorker: { message: string; from?: unknown } = { message: "" };
  function inWorker({ message, from }: typeof byWorker) {
    const said = message.replace(/^Uncaught (\(in (worker ".*?"|promise)\) )*/, "");
    cell.run(from, uncaught, Object.assign(new Error(`${said} (in a worker)`), { name: "" }));
  }

  addEventListener("unhandledrejection", (event) => {
    event.preventDefault(); // which would end Deno's event loop, and with it every cell
    const { reason } = event;
    if (Object(reason).message === "Unhandled error in child worker.") inWorker(byWorker);
    else uncaught(reason);
  });
  addEventListener("error", (event) => {
    event.preventDefault();
    if (event.error) uncaught(event.error);
    else inWorker({ ...byWorker, message: event.message });
  });
  const uncaught = (error: unknown) =>
    broadcast("course_uncaught", { cell: cell.getStore() ?? null, ...describe(error) });

  // ---- in a room (room.py), where what others wrote is marked

  if (Deno.env.get("COURSE_ROOM") !== undefined) {
    for (const name of ["run", "net", "ffi"] as const) Deno.permissions.revokeSync({ name });
  }

  // ---- memory that nothing needs

  // Deno 2.8 puts its module for `deno bench`, with a list of ten million empty places, 76 MiB, into every kernel. Only
  // V8's debugger reaches it, and that cannot be asked while it runs this.
  if (Deno.version.deno.startsWith("2.8.")) setTimeout(emptyList, 0);
  async function emptyList() {
    const { Session } = scope.process.getBuiltinModule("node:inspector");
    const session = new Session();
    // deno-lint-ignore no-explicit-any
    const ask = (method: string, given: object): Promise<any> =>
      new Promise((resolve, reject) =>
        session.post(
          `Runtime.${method}`,
          given,
          (error: unknown, came: unknown) => error ? reject(error) : resolve(came),
        )
      );
    session.connect();
    try {
      let { objectId } = (await ask("evaluate", { expression: "Deno.bench" })).result;
      for (const part of ["[[Scopes]]", "0", "all"]) {
        const { result, internalProperties } = await ask("getProperties", { objectId });
        const { value } = [...result, ...internalProperties ?? []].find(({ name }) =>
          name === part
        );
        objectId = value.objectId;
      }
      await ask("callFunctionOn", {
        objectId,
        functionDeclaration: "function () { this.length = 0; }",
      });
      gc();
    } catch { // it is not where it was
    } finally {
      session.disconnect();
    }
  }

  // ---- what the kernel and the library ask for; each cell begins with `__cell(its number);`

  Object.defineProperty(scope, "__cell", {
    value(id: number) {
      told = false;
      characters = 0;
      givenUp = 0;
      before = new Set(connections().map(([id]) => id));
      cell.enterWith(id);
    },
  });
  scope[Symbol.for("course.kernel")] = Object.freeze({
    onStop,
    /** Tells more of an error that has just ended a cell. */
    explain(name: string, message: string) {
      const error = recent.map((one) => one.deref()).findLast((one) =>
        one?.name === name && one.message === message
      );
      if (error) broadcast("course_error", describe(error));
      else if (message === "[object Object]") broadcast("course_error", describe(inWords));
    },
    /** When V8 ends a cell, it forgets all that was about to go on: so what is ours is begun again. */
    mend() {
      givenUp = 0;
      holdUntil &&= 0;
      if (hasSignals) cell.run(undefined, listen);
      if (posting !== undefined) posting = cell.run(undefined, send);
    },
    /** Sends what is still to be shown and prints a mark: what was printed before it has then been sent. */
    drain(mark: string) {
      printJoined();
      return Promise.resolve(posting).then(() => print(mark));
    },
  });
})();
//# sourceURL=ext:course/preamble.ts
