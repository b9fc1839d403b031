"""One `deno jupyter` process, and the sockets to it, of which this is the only peer as long as it lives.

Deno's own kernel ends when a front end goes away while it answers, so no front end ever speaks to it. Its ports are
random ones of this machine's loopback: Deno 2.8.1 does not check what comes in there.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from itertools import count
from pathlib import Path

import zmq

import room
from wire import Message, Wire

CHANNELS = ("shell", "control", "stdin", "iopub", "hb")
PREAMBLE = Path(__file__).with_name("preamble.ts")
ATTEMPTS = 3  # a port that was free may be taken before Deno has it
START_SECONDS = 90
LINUX = sys.platform == "linux" and not os.environ.get("COURSE_KERNEL_PIPE")  # elsewhere stop and the end of this process reach Deno through its standard input


class NoDeno(Exception):
    """Deno could not be started; says why."""


class Deno:
    """A running kernel. `heard(channel, message)` is told what it says, except in answer to `ask`."""

    def __init__(self, context: zmq.asyncio.Context, heard):
        self.context, self.heard = context, heard
        self.prepared = False  # before its preamble has run a signal would end it
        self.waiting: dict[str, Answer] = {}
        self.tasks: list[asyncio.Task] = []
        self.sockets: dict[str, zmq.asyncio.Socket] = {}
        self.last_words = b""
        self.process = self.file = None

    async def start(self) -> None:
        for attempt in range(ATTEMPTS):
            try:
                return await self._start()
            except NoDeno:
                await self.end()
                if attempt == ATTEMPTS - 1:
                    raise

    async def _start(self) -> None:
        self.wire = Wire(secrets.token_hex(16))
        ports = free_ports(len(CHANNELS))
        connection = {f"{name}_port": port for name, port in zip(CHANNELS, ports)}
        connection |= {"ip": "127.0.0.1", "transport": "tcp", "signature_scheme": "hmac-sha256", "key": self.wire.key.decode()}
        handle, self.file = tempfile.mkstemp(suffix=".json", prefix="deno-kernel-")
        with os.fdopen(handle, "w") as file:
            json.dump(connection, file)
        program = self.program = find()
        self.process = await asyncio.create_subprocess_exec(
            program, "jupyter", "--quiet", "--kernel", "--conn", self.file,
            env={**environment(), "COURSE_HEARD": f"{self.file}.heard"},
            stdin=asyncio.subprocess.DEVNULL if LINUX else asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # whoever signals the whole group of Jupyter's kernel means us
            preexec_fn=self._prepare if LINUX else None,
        )
        me = uuid.uuid4().hex.encode()  # one identity: Deno asks for input where the cell came from
        for name, port in zip(CHANNELS[:-1], ports):
            one = self.sockets[name] = self.context.socket(zmq.SUB if name == "iopub" else zmq.DEALER)
            one.linger, one.rcvhwm, one.sndhwm, one.reconnect_ivl = 0, 0, 0, 10
            if name == "iopub":
                one.subscribe(b"")
            else:
                one.setsockopt(zmq.IDENTITY, me)
            one.connect(f"tcp://127.0.0.1:{port}")
        self.tasks = [asyncio.create_task(self._listen(name)) for name in CHANNELS[:-1]]
        self.tasks.append(asyncio.create_task(self._read_last_words()))
        self.info = (await self._first_answer()).content
        prepared = await self.ask(PREAMBLE.read_text(encoding="utf-8"), START_SECONDS)
        if prepared is None or prepared.content["status"] != "ok":
            raise NoDeno(f"Deno does not take {PREAMBLE}: {prepared and prepared.content}")
        self.prepared = True

    def _prepare(self) -> None:
        prepare()
        if place := room.named():
            room.shut(place, self.program, self.file)

    async def _first_answer(self) -> Message:
        """Asks until both a reply and `idle` come: the first `idle` is lost where a subscription comes late."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.alive:
            answer = await self._ask("kernel_info_request", {}, 0.2)
            if answer:
                return answer
        raise NoDeno(f"Deno did not start: {self.last_words.decode(errors='replace').strip() or 'it does not answer'}")

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    # ---- speaking with it

    def send(self, channel: str, message: Message) -> None:
        self.sockets[channel].send_multipart(self.wire.pack(message, []))

    async def ask(self, code: str, seconds: float = 10) -> Message | None:
        """Runs code that no front end learns of, between cells; its reply, or None if none came in time."""
        content = {"code": code, "silent": True, "store_history": False, "user_expressions": {}, "allow_stdin": False}
        return await self._ask("execute_request", content, seconds)

    async def _ask(self, kind: str, content: dict, seconds: float) -> Message | None:
        request = self.wire.make(kind, content)
        answer = self.waiting[request.id] = Answer()
        self.send("shell", request)
        try:
            return await asyncio.wait_for(answer.over, seconds)
        except asyncio.TimeoutError:
            return None

    async def _listen(self, channel: str) -> None:
        for number in count():
            message = self.wire.unpack(await self.sockets[channel].recv_multipart())
            if number % 20 == 0:
                await asyncio.sleep(0)  # what is there already is not waited for: a flood would drown the stop button
            if message is None:
                continue
            answer = self.waiting.get(message.parent_id)
            if answer and answer.takes(channel, message):
                if answer.whole:
                    del self.waiting[message.parent_id]
            else:
                try:
                    self.heard(channel, message)
                except Exception as problem:  # whoever does not listen any more is deaf for good
                    print(f"The kernel goes on after {problem!r}", file=sys.stderr, flush=True)

    async def _read_last_words(self) -> None:
        while text := await self.process.stderr.read(4096):
            self.last_words = (self.last_words + text)[-4096:]

    # ---- stopping it

    def press_stop(self) -> None:
        """Tells whoever listens in JavaScript; only code that gives way can hear it."""
        self._signal("stop", "SIGINT")

    def heard_stop(self) -> int:
        """How often it has heard. It says so in a file: what it sends would come behind all that it has sent before."""
        try:
            return os.path.getsize(f"{self.file}.heard")
        except OSError:
            return 0

    def give_up(self) -> None:
        """Lets go of timers, fetches and workers that a cell waits for."""
        self._signal("give up", "SIGUSR2")

    def terminate(self) -> None:
        """Ends JavaScript that does not give way. Never while a cell waits for something: Deno then hears nothing more."""
        if self.alive and self.prepared:
            self.send("control", self.wire.make("interrupt_request", {}))

    def worked(self) -> float:
        """Seconds for which its JavaScript has worked, of this processor's time; of any time where that is not told."""
        if not LINUX:
            return time.monotonic()
        words = thread(self.process.pid, self.process.pid)
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK") if words else time.monotonic()

    def sleeps(self) -> bool:
        """Whether all of its threads wait for something, and none of them for its turn."""
        if not LINUX:
            return False
        pid = self.process.pid
        try:
            return not any((words := thread(pid, one)) and words[0] != "S" for one in os.listdir(f"/proc/{pid}/task"))
        except OSError:
            return True

    def answer(self, text: str) -> None:
        """Answers what a cell has asked its reader."""
        self.send("stdin", self.wire.make("input_reply", {"value": text, "status": "ok"}))

    def _signal(self, word: str, name: str) -> None:
        if not (self.alive and self.prepared):
            return
        if LINUX:
            self.process.send_signal(getattr(signal, name))
        else:
            self.process.stdin.write(f"{word}\n".encode())

    async def end(self) -> None:
        """Ends it with everything it has started, at once."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)  # a socket must not be closed while one waits for it
        for one in self.sockets.values():
            one.close(0)
        if self.process is not None:
            kill(self.process)
            await self.process.wait()
        for file in (self.file, f"{self.file}.heard"):
            if self.file and os.path.exists(file):
                os.unlink(file)

    def cause_of_death(self) -> str:
        """Why it ended by itself, in words for the reader of the cell."""
        if b"out of memory" in self.last_words or b"OutOfMemory" in self.last_words:
            return "it had no memory left"
        if self.process.returncode == -9:
            return "it was killed, as happens where a machine has no memory left"
        if self.process.returncode is not None and self.process.returncode >= 0:
            return f"Deno.exit was called, or Deno ended by itself, with status {self.process.returncode}"
        return f"Deno crashed, signal {-(self.process.returncode or 0)}"


class Answer:
    """What Deno answers to a request: all of it is there when both its reply and its `idle` have come."""

    def __init__(self):
        self.reply: Message | None = None
        self.idle, self.over = False, asyncio.get_running_loop().create_future()

    @property
    def whole(self) -> bool:
        return self.reply is not None and self.idle

    def check(self) -> None:
        if self.whole and not self.over.done():
            self.over.set_result(self.reply)

    def takes(self, channel: str, message: Message) -> bool:
        """Whether a message belongs to the question alone; output under its name is somebody else's."""
        if channel == "shell":
            self.reply = message
        elif message.type == "status":
            self.idle = self.idle or message.content.get("execution_state") == "idle"
        elif message.type not in ("execute_input", "execute_result", "error"):
            return False
        self.check()
        return True


def find() -> str:
    """`COURSE_DENO`, or the Deno of this Python environment, or the first on the path."""
    beside = Path(sys.executable).with_name("deno.exe" if os.name == "nt" else "deno")
    program = os.environ.get("COURSE_DENO") or (str(beside) if beside.exists() else shutil.which("deno"))
    if program is None:
        raise NoDeno("There is no Deno in this Python environment, nor on the path")
    return program


def environment() -> dict[str, str]:
    """
    Deno's environment: the kernelspec's flags of V8, those that ./learn found to make kernels fast (none with
    `COURSE_SAFE`), `COURSE_MEMORY_MB` as the limit of its heap, and what we need.
    """
    fast = Path(sys.prefix, "v8_flags")
    found = fast.read_text() if fast.exists() and not os.environ.get("COURSE_SAFE") else ""
    flags = [flag for flag in f"{os.environ.get('DENO_V8_FLAGS', '')},{found}".split(",") if flag]
    memory = os.environ.get("COURSE_MEMORY_MB", "")
    if memory.isdigit():
        flags = [flag for flag in flags if not flag.startswith("--max-old-space-size")] + [f"--max-old-space-size={memory}"]
    result = {**os.environ, "DENO_V8_FLAGS": ",".join([*flags, "--expose-gc"])}
    if not LINUX:
        result["COURSE_KERNEL_PIPE"] = "1"
    place = room.named()
    return room.environment(place, result) if place else result


def prepare() -> None:
    """In the child, before it is Deno: dies with this process, and keeps to `COURSE_CORES` cores."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    cores = os.environ.get("COURSE_CORES", "")
    if cores.isdigit() and int(cores) > 0:
        there = sorted(os.sched_getaffinity(0))
        first = os.getpid() % len(there)  # not the same ones for all kernels of a machine
        os.sched_setaffinity(0, (there[first:] + there[:first])[: int(cores)])


def thread(pid: int, number: int | str) -> list[str]:
    """What Linux says of a thread, from its state on; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/task/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def kill(process: asyncio.subprocess.Process) -> None:
    try:
        if os.name == "nt":
            subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports
