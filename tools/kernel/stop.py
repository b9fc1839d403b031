"""One press of the stop button, from asking nicely to starting again.

JavaScript that gives way hears of it, and the library's loops end themselves. JavaScript that does not give way is
ended by V8. What waits for something loses what it waits for; what always gets it is held where it goes on, and there
ended by V8. State is kept in all of these; what still does not end is restarted, if it has heard nothing, or at the next
press.

V8 must not be asked while a cell waits: Deno would hear nothing more. So nobody is taken for deaf who may only not have
had his turn yet on a machine that does much else.
"""

from __future__ import annotations

import asyncio
import time

from errors import NEVER

HEAR = 1.0  # seconds to end by itself
WORK = 0.5  # seconds of a processor without having heard, of who does not give way
UNHEARD = 15.0  # seconds after which who has not heard is taken for deaf, whatever the machine does
TERMINATE = 0.4
LOST = 0.3  # seconds in which most of what has lost what it waited for ends
ROUNDS = 8  # of these
PATIENCE = 1.0  # a second press within this is the first one again
MEND = 'globalThis[Symbol.for("course.kernel")].mend()'
STILL_WAITS = (
    "Stop was heard, but this cell still waits for something: press stop again to restart the kernel, whose memory is"
    " then lost.\n"
)


class Stop:
    """The stopping of one cell; or, where none runs, of what cells have left behind, such as a timer or a training."""

    def __init__(self, kernel, cell=None):
        self.kernel, self.cell = kernel, cell
        self.ended = cell.over if cell else asyncio.get_running_loop().create_future()
        self.pressed, self.forced = time.monotonic(), False

    async def run(self) -> None:
        deno = self.kernel.deno
        if self.cell and self.cell.asks:  # nothing is heard until the question is answered: so it is, and the cell ends there
            deno.press_stop()
            self.terminate()
            await asyncio.sleep(TERMINATE)
            self.kernel.cells.answer("")
        heard = await self.hears()
        if await self.over(HEAR if heard else TERMINATE):
            return
        for _ in range(ROUNDS):
            if not self.is_mine():
                return
            self.forced = True
            deno.give_up()
            if await self.over(LOST):
                return
            heard = await self.hears()
            if await self.over(0 if heard else TERMINATE):
                return
        if self.cell is None:
            await deno.ask(MEND)
        elif heard:
            self.kernel.front.publish("stream", {"name": "stderr", "text": STILL_WAITS}, self.cell.header)
        else:
            await self.restart("this cell could not be stopped otherwise")

    async def hears(self) -> bool:
        """Tells JavaScript to end. Where that does not give way V8 ends it; gives whether it has given way."""
        deno = self.kernel.deno
        heard = deno.heard_stop()
        deno.press_stop()
        end, worked, slept = time.monotonic() + UNHEARD, deno.worked(), time.monotonic()
        while deno.heard_stop() == heard and not self.ended.done() and self.is_mine():
            now = time.monotonic()
            if not deno.sleeps():
                slept = now
            if now > end or now - slept > HEAR or deno.worked() - worked > WORK:
                self.terminate()
                return False
            await asyncio.sleep(0.02)
        return True

    def terminate(self) -> None:
        self.forced = True
        self.kernel.deno.terminate()

    def is_mine(self) -> bool:
        """Whether another cell has not begun."""
        return self.kernel.cells.running is self.cell

    async def again(self) -> None:
        if time.monotonic() - self.pressed > PATIENCE:
            await self.restart("stop was pressed twice")

    async def restart(self, why: str) -> None:
        if not self.ended.done():
            await self.kernel.restart(why)

    async def over(self, seconds: float) -> bool:
        return bool((await asyncio.wait([self.ended], timeout=seconds))[0])

    def made(self, error: dict) -> bool:
        """Whether stop made an error, and not the cell: of one that was ended by force Deno says all sorts of things."""
        return self.forced or error.get("ename") == "Interrupted" or NEVER in str(error.get("evalue"))
