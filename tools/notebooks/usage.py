"""How much a kernel uses while it runs: processor time, and memory at its peak."""

from __future__ import annotations

import threading
from dataclasses import dataclass

INTERVAL = 0.25  # seconds between looks


@dataclass
class Usage:
    """What a kernel has used: the course's, the Deno behind it, and workers, which are threads of that."""

    cpu_seconds: float = 0.0
    peak_megabytes: float = 0.0


class Watch:
    """Looks at a process now and then, in a thread of its own, until told to stop.

    `pid` is asked again at each look, and may say None while there is no process yet.
    """

    def __init__(self, pid):
        self.usage = Usage()
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        try:
            import psutil
        except ModuleNotFoundError:  # not on every system; then nothing is measured
            return
        while not self._stop.wait(INTERVAL):
            pid = self._pid()
            if pid is None:
                continue
            try:
                kernel = psutil.Process(pid)
                family = [kernel, *kernel.children(recursive=True)]
                times = [process.cpu_times() for process in family]
                memory = sum(process.memory_info().rss for process in family)
            except psutil.Error:
                continue
            self.usage.cpu_seconds = max(self.usage.cpu_seconds, sum(time.user + time.system for time in times))
            self.usage.peak_megabytes = max(self.usage.peak_megabytes, memory / 2**20)
