"""Shows how far each running notebook is: one line rewritten on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import shutil
import sys
import threading
import time

QUIET_SECONDS = 15


class Progress:
    def __init__(self):
        self.live = sys.stderr.isatty()
        self.lock = threading.Lock()
        self.running: dict[str, tuple[float, int, int]] = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._repeat, daemon=True)
        self.thread.start()

    def cell(self, name: str, number: int, total: int) -> None:
        with self.lock:
            began = self.running.get(name, (time.monotonic(), 0, 0))[0]
            self.running[name] = (began, number, total)

    def done(self, name: str, text: str) -> None:
        """Prints what came of a notebook."""
        with self.lock:
            self.running.pop(name, None)
            self._clear()
            print(text, flush=True)

    def end(self) -> None:
        self.ended.set()
        self.thread.join()
        self._clear()

    def _repeat(self) -> None:
        while not self.ended.wait(0.5 if self.live else QUIET_SECONDS):
            with self.lock:
                self._show()

    def _show(self) -> None:
        now = time.monotonic()
        parts = [
            f"{name} cell {number}/{total} {now - began:.0f} s"
            for name, (began, number, total) in sorted(self.running.items())
        ]
        if not parts:
            return
        text = "  " + "   ".join(parts)
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r\033[K" + text[:width])
        else:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def _clear(self) -> None:
        if self.live:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
