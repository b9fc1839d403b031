"""One learner of a trial: a browser's session, with cookies of its own, that logs in and runs cells."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from dataclasses import dataclass

import aiohttp

PASSWORD = "a password for a trial"  # at least eight letters


@dataclass
class Learner:
    """One browser: a session with cookies of its own."""

    name: str
    base: str
    kernel: str = ""

    def __post_init__(self):
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def log_in(self) -> float:
        """From the login page to a server that answers; the seconds that took."""
        began = time.monotonic()
        await self.http.get(f"{self.base}/hub/login")
        form = {"username": self.name, "password": PASSWORD, "_xsrf": self.cookie("/hub/")}
        async with self.http.post(f"{self.base}/hub/login?next=/hub/spawn", data=form) as came:
            if "/hub/login" in str(came.url):
                raise RuntimeError(f"{self.name} could not log in: {came.status}")
        while True:
            async with self.http.get(f"{self.base}/user/{self.name}/lab") as came:
                if came.status == 200 and "/hub/" not in str(came.url):
                    return time.monotonic() - began
            await asyncio.sleep(0.5)

    def cookie(self, path: str) -> str:
        cookies = [one for one in self.http.cookie_jar if one.key == "_xsrf"]
        return next((one.value for one in cookies if one["path"].rstrip("/") == path.rstrip("/")), "")

    async def ask(self, method: str, path: str, body: dict | None = None):
        headers = {"X-XSRFToken": self.cookie(f"/user/{self.name}/")}
        url = f"{self.base}/user/{self.name}/api/{path}"
        async with self.http.request(method, url, json=body, headers=headers) as came:
            if came.status >= 400:
                raise RuntimeError(f"{self.name}: {method} {path} gave {came.status}, {await came.text()}")
            return await came.json() if came.content_type == "application/json" else None

    async def begin_kernel(self, notebook: str) -> None:
        body = {"path": notebook, "name": "", "type": "notebook", "kernel": {"name": "deno"}}
        self.kernel = (await self.ask("POST", "sessions", body))["kernel"]["id"]

    async def run(self, cells: list[str], seconds: float = 600) -> tuple[float, list[str]]:
        """Runs cells one after another: the seconds, and what went wrong."""
        began = time.monotonic()
        url = f"{self.base}/user/{self.name}/api/kernels/{self.kernel}/channels"
        wrong: list[str] = []
        async with self.http.ws_connect(url, max_msg_size=0, headers={"Origin": self.base}) as channel:
            for source in cells:
                known = uuid.uuid4().hex
                await channel.send_json({
                    "header": {"msg_id": known, "msg_type": "execute_request", "username": "", "session": known, "version": "5.3"},
                    "parent_header": {}, "metadata": {}, "channel": "shell",
                    "content": {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True},
                })
                left = {"reply", "idle"}
                while left:
                    message = await asyncio.wait_for(channel.receive(), seconds)
                    if message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
                        return time.monotonic() - began, [*wrong, "the kernel's channel was closed"]
                    if message.type != aiohttp.WSMsgType.TEXT:
                        continue
                    said = json.loads(message.data)
                    if said["parent_header"].get("msg_id") != known:
                        continue
                    if said["msg_type"] == "execute_reply":
                        left.discard("reply")
                    if said["msg_type"] == "status" and said["content"]["execution_state"] == "idle":
                        left.discard("idle")
                    if said["msg_type"] == "error":
                        wrong.append(said["content"]["evalue"].split("\n")[0][:200])
        return time.monotonic() - began, wrong
