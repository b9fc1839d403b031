"""How a sheet is marked: run in a room of its own, where nothing lies that judges, and judged afterwards by another program.

A check's hidden part hands the answer over (grading/hand_in.ts). grading/judge.ts judges it, aside from everything that the sheet
has run, and what it says takes the place of what the check has shown. So a sheet can neither read what it is compared with nor
what others handed in, nor say what it is worth.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from bound import run
from jupyter_client.kernelspec import KernelSpecManager
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from sheets import ASKED

HERE = Path(__file__).resolve().parent
ROOM = HERE / "room"
HANDED = "application/vnd.sequences.handed+json"
SECONDS = 300
os.environ.update(COURSE_ROOM=str(ROOM), COURSE_TYPES="off")  # the kernel is told


class ExecuteInRoom(Execute):
    """Runs a sheet at a desk of its own in the room. Of what a cell shows it keeps the first megabyte, and its errors."""

    kept = {}

    def preprocess(self, nb, resources):
        desk = Path(tempfile.mkdtemp(prefix="desk-"))
        was = resources["metadata"].get("path")
        try:
            furnish(desk)
            resources["metadata"]["path"] = str(desk)
            return super().preprocess(nb, resources)
        finally:
            resources["metadata"]["path"] = was
            shutil.rmtree(desk, ignore_errors=True)

    def output(self, outs, msg, display_id, cell_index):
        if msg["msg_type"] != "error":
            at = (id(self.nb), cell_index)
            self.kept[at] = self.kept.get(at, 0) + len(str(msg["content"]))
            if self.kept[at] > 1_000_000:
                return None
        return super().output(outs, msg, display_id, cell_index)


def furnish(desk):
    """What imports mean at a desk: what they mean in the room."""
    config = json.loads((ROOM / "deno.json").read_text(encoding="utf-8"))
    imports = {
        name: (ROOM / place).resolve().as_uri() + "/" if place.startswith("./") else place for name, place in config["imports"].items()
    }
    config |= {"imports": imports, "lock": {"path": str(ROOM / "deno.lock"), "frozen": True}}
    (desk / "deno.json").write_text(json.dumps(config), encoding="utf-8")


class Judge(NbGraderPreprocessor):
    """Has judged what the checks handed in, and shows in each what came of it."""

    def preprocess(self, nb, resources):
        checks = []
        for cell in nb.cells:
            every = cell.get("outputs", [])
            handed = [one.data[HANDED] for one in every if HANDED in one.get("data", {})]
            if handed:  # by a check, or by whoever says so
                cell.outputs = [one for one in every if HANDED not in one.get("data", {})]
            if cell.cell_type != "code" or not cell.metadata.get("nbgrader", {}).get("grade"):
                continue
            asked = ASKED.search(cell.source)
            failed = [one for one in cell.outputs if one.output_type == "error"]
            if asked and handed and not failed:
                checks.append((cell, {"id": asked.group(1), "handed": handed[-1]}))
            elif not failed:
                cell.outputs.append(no_points("No points: the check ended before it had handed the answer in"))
        if checks:
            for (cell, _), marked in zip(checks, judged([asked for _, asked in checks])):
                shown = new_output("display_data", data=marked["shown"])
                cell.outputs = [shown] if marked["no"] is None else [shown, no_points(marked["no"])]
        return nb, resources


def no_points(why):
    return new_output("error", ename="Error", evalue=why, traceback=[f"Error: {why}"])


def judged(handed):
    deno = KernelSpecManager().get_kernel_spec("deno").env["COURSE_DENO"]
    words = [deno, "run", "--quiet", "--allow-all", "--cached-only", "--no-prompt", str(HERE / "grading" / "judge.ts")]
    done = run(
        words, cwd=HERE, input=json.dumps(handed), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", timeout=SECONDS
    )
    if done.returncode != 0:
        raise RuntimeError(f"the answers could not be judged: {(done.stderr.strip().splitlines() or ['no word why'])[0]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
