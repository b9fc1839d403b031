"""A `deno lsp` process: questions in, answers out, by the language server protocol."""

from __future__ import annotations

import asyncio
import json
import os
import re
from pathlib import Path

from deno import LINUX, kill, prepare

SECONDS = 180  # a busy machine takes long to begin
# How it is started, here and by JupyterLab for files of lib/. A small young generation and few arenas take 70 MB less, and
# hardly longer; reading the whole folder beforehand would cost memory and answer nothing more.
SETUP = json.loads(Path(__file__).with_name("language_server.json").read_text(encoding="utf-8"))
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "diagnostic": {},
        "completion": {"completionItem": {"snippetSupport": False}},
    },
}


class Server:
    """The process; `ask` waits for an answer, `tell` does not."""

    def __init__(self, program: str, root: Path, folder: Path):
        self.program, self.root, self.folder = program, root, folder
        self.settings = {**SETUP["settings"], "config": str(root / "deno.json")}
        self.process: asyncio.subprocess.Process | None = None
        self.waiting: dict[int, asyncio.Future] = {}
        self.count = 0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def megabytes(self) -> float:
        """What memory it takes; 0 where that is not told."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20
        except OSError:
            return 0.0

    async def start(self) -> None:
        self.waiting = {}
        self.process = await asyncio.create_subprocess_exec(
            self.program, "lsp", "--quiet",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            cwd=self.folder, limit=2**24, start_new_session=True, preexec_fn=prepare if LINUX else None,
            env={**os.environ, **SETUP["env"]},
        )
        self.reader = asyncio.create_task(self._read())
        await self.ask("initialize", {
            "processId": os.getpid(),
            "rootUri": self.folder.as_uri(),
            "workspaceFolders": [{"uri": self.folder.as_uri(), "name": self.folder.name}],
            "initializationOptions": self.settings,
            "capabilities": CAPABILITIES,
        })
        self.tell("initialized", {})

    async def end(self) -> None:
        if self.alive:
            kill(self.process)
            await self.process.wait()

    def tell(self, method: str, params: dict) -> None:
        self._send({"method": method, "params": params})

    async def ask(self, method: str, params: dict):
        self.count += 1
        future = self.waiting[self.count] = asyncio.get_running_loop().create_future()
        self._send({"id": self.count, "method": method, "params": params})
        return await asyncio.wait_for(future, SECONDS)

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    async def _read(self) -> None:
        out = self.process.stdout
        try:
            while True:
                head = await out.readuntil(b"\r\n\r\n")
                length = int(re.search(rb"Content-Length: (\d+)", head)[1])
                self._take(json.loads(await out.readexactly(length)))
        except (asyncio.IncompleteReadError, ConnectionError):
            for future in self.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("the language server has ended"))

    def _take(self, message: dict) -> None:
        if "method" in message and "id" in message:  # it asks for its settings, as often as it likes
            items = message.get("params", {}).get("items") if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": None if items is None else [self.settings for _ in items]})
        elif "id" in message:
            future = self.waiting.pop(message["id"], None)
            if future and not future.done():
                if "error" in message:
                    future.set_exception(RuntimeError(str(message["error"])))
                else:
                    future.set_result(message.get("result"))
