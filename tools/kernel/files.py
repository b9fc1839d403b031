"""`deno lsp` for the files that JupyterLab's editor opens: `python THIS_FILE`, in the place of `deno lsp`.

JupyterLab has no settings to begin with, and sends empty ones later. Deno then reads the whole folder, for which the
memory that it is given is not enough. So it gets ours with the first message, and no others.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from deno import LINUX, find, prepare
from server import SETUP


def main() -> int:
    lsp = subprocess.Popen(
        [find(), "lsp", "--quiet"],
        stdin=subprocess.PIPE, env={**os.environ, **SETUP["env"]}, preexec_fn=prepare if LINUX else None,
    )
    try:
        while (message := read(sys.stdin.buffer)) is not None:
            if message.get("method") == "initialize":
                message["params"]["initializationOptions"] = SETUP["settings"]
                message["params"]["capabilities"].get("workspace", {})["configuration"] = False
            if message.get("method") != "workspace/didChangeConfiguration":
                body = json.dumps(message).encode()
                lsp.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
                lsp.stdin.flush()
        lsp.stdin.close()
    except BrokenPipeError:  # it has ended
        pass
    return lsp.wait()


def read(stream) -> dict | None:
    """The next message, or None at the end."""
    length = 0
    while line := stream.readline().strip():
        length = int(line.split(b":")[1]) if line.lower().startswith(b"content-length") else length
    return json.loads(stream.read(length)) if length else None


if __name__ == "__main__":
    sys.exit(main())
