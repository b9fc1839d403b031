"""What front ends see of the kernel: its five sockets, and what is sent there.

Whoever comes, goes or reads slowly does no harm: nothing here waits for a reader. Output that comes faster than a
person can see is sent together: text as one message, and of a display only its newest content.
"""

from __future__ import annotations

import asyncio
import time

import zmq
import zmq.asyncio

from outputs import Outputs
from wire import Message, Wire

ROUTERS = ("shell", "control", "stdin", "hb")
HOLD = 0.04  # seconds for which quick output is gathered
HELD_TEXT = 100_000  # bytes of text, which may be sent before


class Front:
    """The bound sockets of a connection file. Several front ends may be connected, or none."""

    def __init__(self, context: zmq.asyncio.Context, connection: dict):
        self.wire = Wire(connection.get("key", ""), connection.get("signature_scheme") or "hmac-sha256")
        self.sockets = {}
        for name in (*ROUTERS, "iopub"):
            one = self.sockets[name] = context.socket(zmq.PUB if name == "iopub" else zmq.ROUTER)
            one.linger, one.sndhwm, one.rcvhwm = 1000, 0, 0
            if name != "iopub":
                one.router_handover = 1  # a front end that connects again comes under the same identity
            separator = ":" if connection["transport"] == "tcp" else "-"
            one.bind(f"{connection['transport']}://{connection['ip']}{separator}{connection[f'{name}_port']}")
        self.outputs = Outputs()
        self.held: list[list[Message]] = []  # each is sent as one
        self.held_text = 0
        self.last_sent = 0.0
        self.timer: asyncio.TimerHandle | None = None

    async def receive(self, channel: str) -> Message:
        """The next message that is whole and signed with the right key."""
        while True:
            message = self.wire.unpack(await self.sockets[channel].recv_multipart())
            if message is not None:
                return message

    async def heartbeat(self) -> None:
        while True:
            await self.sockets["hb"].send_multipart(await self.sockets["hb"].recv_multipart())

    # ---- to everybody

    def publish(self, kind: str, content: dict, parent: dict | None = None) -> None:
        self.flush()
        self._publish(self.wire.make(kind, content, parent))

    def status(self, state: str, parent: dict | None = None) -> None:
        self.publish("status", {"execution_state": state}, parent)

    def show(self, message: Message) -> None:
        """Sends a cell's output on, at once or together with what follows quickly."""
        if message.type == "stream":
            if self.held and goes_on(self.held[-1][0], message):
                self.held[-1].append(message)
            else:
                self.held.append([message])
            self.held_text += len(message.parts[3])
        elif message.type == "update_display_data":
            shown = display_of(message)
            self.held = [one for one in self.held if one[0].type != message.type or display_of(one[0]) != shown]
            self.held.append([message])
        else:
            self.flush()
            return self._publish(message)
        if time.monotonic() - self.last_sent > HOLD or self.held_text > HELD_TEXT:
            self.flush()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(HOLD, self.flush)

    def flush(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        held, self.held, self.held_text = self.held, [], 0
        for first, *others in held:
            text = "".join(one.content["text"] for one in (first, *others)) if others else ""
            self._publish(first.changed(text=text) if others else first)
        self.last_sent = time.monotonic()

    def _publish(self, message: Message) -> None:
        self.outputs.note(message)
        self.sockets["iopub"].send_multipart(self.wire.pack(message, [message.type.encode()]))

    # ---- to one

    def reply(self, request: Message, content: dict, kind: str | None = None, channel: str = "shell") -> None:
        kind = kind or request.type.replace("_request", "_reply")
        message = self.wire.make(kind, content, request.header, {"status": content.get("status", "ok")})
        self.sockets[channel].send_multipart(self.wire.pack(message, request.identities))

    def ask(self, request: Message, message: Message) -> None:
        """Passes a question of a cell to whoever sent the cell."""
        self.sockets["stdin"].send_multipart(self.wire.pack(message, request.identities))


def goes_on(text: Message, message: Message) -> bool:
    """Whether a message goes on with a text."""
    return text.type == "stream" and text.parent_id == message.parent_id and text.content["name"] == message.content["name"]


def display_of(message: Message) -> str | None:
    return (message.content.get("transient") or {}).get("display_id")
