"""Opens the course in JupyterLab: what `deno task lab` and `./learn` run.

Options go on to JupyterLab, for example `./learn lab --no-browser` or `./learn lab --port=9000`. With `--bare-kernel`
notebooks run on Deno's own kernel, without what tools/kernel puts in front of it.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_NOTEBOOK = "notebooks/00_start_here.ipynb"
FIRST_PORT = 8888


def main(options: list[str]) -> int:
    asked, _ = take_option(options, "port")
    if asked is not None and not (asked.isdecimal() and 0 < int(asked) < 65536):
        print(f"Cannot open the notebooks on port {asked!r}: a number from 1 to 65535 is wanted.", file=sys.stderr)
        return 1
    if "--help" in options or "-h" in options:
        print("./learn lab [--no-browser] [--port=N] [--bare-kernel] [options of JupyterLab, which --help-all lists]\n")
        print(__doc__.strip())
        return 0
    try:
        from jupyterlab.labapp import LabApp
    except ImportError:
        print("JupyterLab is not installed here: run ./learn, which sets it up.", file=sys.stderr)
        return 1

    if "--bare-kernel" in options:
        options = [option for option in options if option != "--bare-kernel"]
        os.environ["JUPYTER_PATH"] = str(Path(sys.prefix) / "share" / "bare")  # comes before .venv's own kernels
        os.environ.pop("JUPYTER_PREFER_ENV_PATH", None)
        os.environ["COURSE_KERNEL"] = "bare"
        print("Notebooks run on Deno's own kernel.")
    given, options = take_option(options, "port")
    if given is None:
        port = first_free(FIRST_PORT)
        if port != FIRST_PORT:
            print(f"Port {FIRST_PORT} is taken, so this is on port {port}.")
    elif not is_free(int(given)):
        print(
            f"Port {given} is taken: choose another, or leave --port out and ./learn finds one.",
            file=sys.stderr,
        )
        return 1
    else:
        port = int(given)

    token = os.environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(16))
    page = f"lab/tree/{FIRST_NOTEBOOK}" if (ROOT / FIRST_NOTEBOOK).exists() else "lab"
    address = f"http://localhost:{port}/{page}?token={token}"
    without_browser = "--no-browser" in options
    if not without_browser and not has_browser():
        print("No browser found on this machine: open the address below in one.")
        options, without_browser = [*options, "--no-browser"], True

    print("" if without_browser else "Opening the notebooks in your browser. If nothing opens, go to:")
    print(f"\n    {address}\n\nCtrl-C twice stops everything; notebooks you saved are kept.\n", flush=True)

    # A program started from a shell's background job ignores SIGINT, and so would every kernel; the stop
    # button then does nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    LabApp.launch_instance(argv=[
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/{page}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--LabApp.custom_css=True",
        *([] if "log_level" in " ".join(options) else ["--Application.log_level=ERROR"]),
        # Jupyter hands the browser a file below .venv; a browser from a snap may not read hidden folders.
        f"--ServerApp.use_redirect_file={not Path('/snap/bin').is_dir()}",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        *options,
    ])
    return 0


def take_option(options: list[str], name: str) -> tuple[str | None, list[str]]:
    """The value of `--name=value` or `--name value`, short or long, and the other options."""
    for at, word in enumerate(options):
        head, sep, value = word.partition("=")
        if head in (f"--{name}", f"--ServerApp.{name}", f"--LabApp.{name}"):
            used = 1 if sep else 2
            value = value if sep else "".join(options[at + 1:at + 2])
            return value, options[:at] + options[at + used:]
    return None, options


def first_free(port: int) -> int:
    return next(candidate for candidate in range(port, port + 1000) if is_free(candidate))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def has_browser() -> bool:
    try:
        webbrowser.get()
        return True
    except webbrowser.Error:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
