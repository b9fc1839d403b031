"""Messages of the Jupyter protocol: taken apart, made, signed and checked.

A message travels as frames: whom it goes to, a delimiter, a signature, four parts of JSON (header, parent header,
metadata, content) and perhaps buffers. Parts that nobody changes go on as they came, byte for byte.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from datetime import datetime, timezone

DELIMITER = b"<IDS|MSG>"
HEADER, PARENT, METADATA, CONTENT = range(4)


class Message:
    """One message; `parts` are its bytes, the rest is read from them when it is asked for."""

    def __init__(self, identities: list[bytes], parts: list[bytes]):
        self.identities, self.parts = identities, parts
        self.header, self.parent = json.loads(parts[HEADER]), json.loads(parts[PARENT])
        self.type, self.id = str(self.header["msg_type"]), str(self.header["msg_id"])
        self._content = None

    @property
    def content(self) -> dict:
        if self._content is None:
            self._content = json.loads(self.parts[CONTENT])
        return self._content

    @property
    def parent_id(self) -> str | None:
        return self.parent.get("msg_id")

    def cell_id(self) -> str | None:
        """Which cell of a notebook a request comes from, where its front end says so."""
        return json.loads(self.parts[METADATA]).get("cellId")

    def changed(self, parent: dict | None = None, **content) -> Message:
        """The same message with some of its content replaced, or as an answer to another request."""
        parts = list(self.parts)
        if parent is not None:
            parts[PARENT] = encode(parent)
        if content:
            parts[CONTENT] = encode({**self.content, **content})
        return Message(self.identities, parts)


class Wire:
    """Makes, signs and checks messages with one key; without a key nothing is checked, as the protocol has it."""

    def __init__(self, key: str, scheme: str = "hmac-sha256"):
        self.key, self.hash = key.encode(), getattr(hashlib, scheme.removeprefix("hmac-"))
        self.session = uuid.uuid4().hex

    def make(self, kind: str, content: dict, parent: dict | None = None, metadata: dict | None = None) -> Message:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "username": "kernel",
            "session": self.session,
            "date": datetime.now(timezone.utc).isoformat(),
            "version": "5.3",
        }
        return Message([], [encode(part) for part in (header, parent or {}, metadata or {}, content)])

    def pack(self, message: Message, identities: list[bytes]) -> list[bytes]:
        return [*identities, DELIMITER, self.signature(message.parts), *message.parts]

    def unpack(self, frames: list[bytes]) -> Message | None:
        """The message in these frames, or None where they are malformed or signed with another key."""
        try:
            at = frames.index(DELIMITER)
            signature, parts = frames[at + 1], frames[at + 2:]
            if len(parts) < 4 or not hmac.compare_digest(signature, self.signature(parts)):
                return None
            message = Message(frames[:at], parts)
            return message if all(isinstance(part, dict) for part in (message.header, message.parent, message.content)) else None
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return None

    def signature(self, parts: list[bytes]) -> bytes:
        if not self.key:
            return b""
        return hmac.new(self.key, b"".join(parts[:4]), self.hash).hexdigest().encode()


def encode(part) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
