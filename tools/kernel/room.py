"""A room for code that nobody has read: what learners hand in is marked in it, by a Deno that finds there the library, and a desk to
write on, and nothing else of this computer: not what judges, nor marks, nor what others handed in.

`COURSE_ROOM` names the room; the desk is the folder in which the kernel was started. Linux keeps the room shut (Landlock, 5.13 or
later), for Deno and for whatever it starts. Where there is none, `shuts` says so, and what `preamble.ts` gives away in a room is all.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

CREATE, ADD, SHUT = 444, 445, 446  # the system's calls, by the same numbers on every processor
EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8
TRUNCATE, DEVICE = 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE | READ | TRUNCATE | DEVICE
CONNECT = 2
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom")
NOTHING = ("/dev/null", "/dev/zero")
OWN = "/proc/self/maps"  # in which Deno looks up where its stack is


class Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64)]


class Below(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def named() -> Path | None:
    """The room, if this kernel is to work in one."""
    name = os.environ.get("COURSE_ROOM")
    return Path(name).resolve() if name else None


def version() -> int:
    """The version of what the system has to shut a room; 0 where it has nothing."""
    if sys.platform != "linux":
        return 0
    return max(0, ctypes.CDLL(None).syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def shuts() -> bool:
    """Whether this system can shut a room."""
    return version() > 0


def environment(room: Path, wanted: dict[str, str]) -> dict[str, str]:
    """Of the environment, what says nothing about whoever marks."""
    kept = {name: value for name, value in wanted.items() if name in ("DENO_V8_FLAGS", "DENO_NO_UPDATE_CHECK", "NO_COLOR", "LANG", "TZ", "COURSE_KERNEL_PIPE", "PROGRESS")}
    desk = str(Path.cwd())
    return {**kept, "PATH": "", "HOME": desk, "TMPDIR": desk, "DENO_DIR": str(room / "cache"), "COURSE_ROOM": "shut"}


def shut(room: Path, program: str, connection: str) -> None:
    """Leaves this process the room, its desk, the program that it becomes and what that needs of the system."""
    found = version()
    if not found:
        return
    call = ctypes.CDLL(None, use_errno=True).syscall
    # What the system knows of, by its version: moving files between folders, cutting them, devices; the network; signals.
    last = 12 + (found >= 2) + (found >= 3) + (found >= 5)
    everything = (1 << (last + 1)) - 1
    rules = Rules(everything, CONNECT if found >= 4 else 0, 3 if found >= 6 else 0)
    size = 8 + 8 * (found >= 4) + 8 * (found >= 6)
    handle = checked(call(CREATE, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0)))
    reads = READ | LIST
    allowed = {path: reads | EXECUTE for path in SYSTEM} | {path: READ | WRITE for path in NOTHING}
    allowed |= {program: READ | EXECUTE, connection: READ, OWN: READ, str(room): reads, str(Path.cwd()): everything & ~EXECUTE}
    npm = room / "cache" / "npm"
    if npm.exists():
        allowed[str(npm.resolve())] = reads
    for path, access in allowed.items():
        try:
            folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        access &= everything if os.path.isdir(path) else everything & OF_FILES
        below = Below(access, folder)
        checked(call(ADD, handle, 1, ctypes.byref(below), ctypes.c_uint32(0)))
        os.close(folder)
    ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    checked(call(SHUT, handle, ctypes.c_uint32(0)))
    os.close(handle)


def checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Cannot shut the room: {os.strerror(ctypes.get_errno())}")
    return result
