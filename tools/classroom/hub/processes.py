"""What the processes of a hub take: memory, and time of a core."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path


def processes() -> dict[int, tuple[int, str]]:
    """All processes: the parent of each, and its command."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
            found[int(entry.name)] = (parent, words)
        except (OSError, ValueError):
            pass
    return found


def below(pid: int) -> list[int]:
    """A process and all that it has begun."""
    known = processes()
    family = [pid]
    for one in family:
        family += [child for child, (parent, _) in known.items() if parent == one]
    return family


def servers(hub: int) -> dict[str, int]:
    """The learners' servers by name."""
    known = processes()
    found = {}
    for pid in below(hub):
        words = known.get(pid, (0, ""))[1]
        if "jupyterhub-singleuser" in words:
            environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            user = next((one for one in environment if one.startswith(b"JUPYTERHUB_USER=")), b"=?")
            found[user.split(b"=")[1].decode()] = pid
    return found


def megabytes(pids: list[int]) -> float:
    """Their share of the machine's memory: what several use together is divided among them."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total / 1024


def of_each(hub: int) -> dict[str, float]:
    return {name: megabytes(below(pid)) for name, pid in servers(hub).items()}


async def peaks(hub: int, until: asyncio.Event) -> dict[str, float]:
    most: dict[str, float] = {}
    while not until.is_set():
        for name, size in (await asyncio.to_thread(of_each, hub)).items():
            most[name] = max(most.get(name, 0), size)
        try:
            await asyncio.wait_for(until.wait(), 2)
        except asyncio.TimeoutError:
            pass
    return most


def busy_seconds(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        try:
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(word) for word in words[11:15])
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")
