"""Running one notebook on a fresh Deno kernel."""

from __future__ import annotations

import copy
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from notebooks import canonical, read
from usage import Usage, Watch

CELL_TIMEOUT = 900  # seconds; nothing in the course takes a tenth of it


@dataclass
class Execution:
    """What came of running a notebook."""

    committed: dict
    executed: dict
    seconds: float
    problems: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


class Runner:
    """Runs notebooks and remembers the kernels that are up, so that an interrupt leaves none behind."""

    def __init__(self, seeds: str | None = None):
        self.seeds = seeds
        self.clients: set[NotebookClient] = set()

    def run(self, path: Path, on_cell: Callable[[int, int], None], notebook: dict | None = None) -> Execution:
        """Runs every cell, also after one that throws, so that all claims are measured.

        `notebook` is run in the place of what the file holds, such as a copy with other sources.
        """
        began = time.monotonic()
        committed = read(path) if notebook is None else notebook
        executed = copy.deepcopy(committed)
        code = [at for at, cell in enumerate(executed.cells) if cell.cell_type == "code"]

        def note(cell, cell_index):
            if cell_index in code:
                on_cell(code.index(cell_index) + 1, len(code))

        client = NotebookClient(
            executed,
            kernel_name="deno",
            resources={"metadata": {"path": str(path.parent)}},
            allow_errors=True,
            coalesce_streams=True,
            record_timing=False,
            timeout=CELL_TIMEOUT,
            on_cell_start=note,
        )
        self.clients.add(client)
        problems = []
        watch = Watch(lambda: getattr(process_of(client), "pid", None))
        try:
            with watch:
                client.execute(env=self.environment())
        except NoSuchKernel:
            problems.append("there is no Deno kernel here: run it as ./learn notebooks")
        except DeadKernelError:
            problems.append("the kernel died (out of memory, or the process ended itself)")
        except CellTimeoutError:
            problems.append(f"a cell took longer than {CELL_TIMEOUT} s")
        finally:
            self.clients.discard(client)
        return Execution(committed, canonical(executed), time.monotonic() - began, problems, watch.usage)

    def environment(self) -> dict[str, str]:
        """The kernel's environment: seeds only when asked for, and nothing that makes machines or learners differ."""
        result = {**os.environ, "TZ": "UTC", "PROGRESS": "off"}
        result.pop("SEEDS", None)
        if self.seeds:
            result["SEEDS"] = self.seeds
        return result

    def kill(self) -> None:
        """Ends the kernels at once."""
        for client in list(self.clients):
            process = process_of(client)
            if process is not None and process.poll() is None:
                process.kill()



def process_of(client: NotebookClient):
    """The kernel's process, or None while there is none."""
    return getattr(getattr(client.km, "provisioner", None), "process", None)
