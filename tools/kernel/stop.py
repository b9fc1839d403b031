"""One press of the stop button, from asking nicely to starting again.

JavaScript that gives way hears of it, and the library's loops end themselves. JavaScript that does not give way is
ended by V8. What waits for something loses what it waits for. State is kept in all of these; what still does not end
is restarted, if it has heard nothing, or at the next press.
"""

from __future__ import annotations

import asyncio
import time

HEAR = 1.0  # seconds to end by itself
UNHEARD = 10.0  # and, where no cell runs, to hear of it
TERMINATE = 0.4
GIVE_UP = 2.5
PATIENCE = 1.0  # a second press within this is the first one again
STILL_WAITS = (
    "Stop was heard, but this cell still waits for something: press stop again to restart the kernel, whose memory is"
    " then lost.\n"
)


async def stop_what_is_left(kernel) -> None:
    """Stops what cells have left behind, such as a timer, or a training that was not awaited."""
    deno, heard = kernel.deno, kernel.cells.heard
    heard.clear()
    deno.press_stop()
    try:
        await asyncio.wait_for(heard.wait(), UNHEARD)
        await asyncio.sleep(HEAR)  # what can end by itself does so before it loses what it waits for
    except asyncio.TimeoutError:
        pass
    if kernel.cells.running is None:
        deno.give_up()


class Stop:
    """The stopping of one cell."""

    def __init__(self, kernel, cell):
        self.kernel, self.cell = kernel, cell
        self.heard = kernel.cells.heard
        self.heard.clear()
        self.pressed = time.monotonic()

    async def run(self) -> None:
        deno = self.kernel.deno
        deno.press_stop()
        if self.cell.asks:  # nothing is heard until the question is answered: so it is, and the cell ends there
            deno.terminate()
            await asyncio.sleep(TERMINATE)
            self.kernel.cells.answer("")
        if await self.over(HEAR):
            return
        if not self.heard.is_set():
            deno.terminate()
            if await self.over(TERMINATE):
                return
        deno.give_up()
        if await self.over(GIVE_UP):
            return
        if self.heard.is_set():
            self.kernel.front.publish("stream", {"name": "stderr", "text": STILL_WAITS}, self.cell.header)
        else:
            await self.restart("this cell could not be stopped otherwise")

    async def again(self) -> None:
        if time.monotonic() - self.pressed > PATIENCE:
            await self.restart("stop was pressed twice")

    async def restart(self, why: str) -> None:
        if not self.cell.over.done():
            await self.kernel.restart(why)

    async def over(self, seconds: float) -> bool:
        return bool((await asyncio.wait([self.cell.over], timeout=seconds))[0])

    @staticmethod
    def ended(error: dict) -> bool:
        """Whether an error is what Deno makes of a cell that was stopped, and not the cell's own."""
        name, text = error.get("ename"), error.get("evalue") or ""
        said = name == "Interrupted" or not (name or text) or (name, text) == ("Error", "Execution failed")
        return said or "EvaluateResponse" in f"{name} {text}" or "execution terminated" in text
