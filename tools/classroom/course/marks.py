"""Marks what learners handed in of a notebook: `classroom/marks NAME`, for example `classroom/marks 03_recurrence`.

nbgrader marks; this brings it what it can mark (sheets.py), and says of everything else why there is no mark. An answer that
ends the kernel is left out of a second try, so that it costs its own points alone. marks.csv has a line for each learner and
notebook; where there is no mark, there is no number. A line is written as soon as its learner is marked, so that a marking which
was interrupted has lost nothing.
"""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from bound import run
from jupyter_client.kernelspec import KernelSpecManager
from nbgrader.api import Gradebook, MissingEntry
from sheets import Unreadable, checked, find, id_of, read, text_of

HERE = Path(__file__).resolve().parent
MARKS = HERE / "marks.csv"
GRADEBOOK = f"sqlite:///{HERE / 'gradebook.db'}?timeout=60"
FIELDS = ["learner", "notebook", "points", "of", "remarks"]
DIED = {"KernelRestarted", "DeadKernelError"}
SECONDS = 900  # for one learner's whole notebook; a cell has 60
OPEN_ROOM = (
    "This system cannot keep a sheet from reading this computer's files while it is marked, as Linux 5.13 with Landlock can: "
    "what it reads it can show in its feedback. Mark on a machine or in a container with nothing else on it."
)
LEFT_OUT = 'throw new Error("left out: it ended the kernel");'


def main(words):
    released = sorted(path.name for path in (HERE / "release").glob("*") if path.is_dir())
    if len(words) != 1 or words[0] not in released:
        asked = words in (["--help"], ["-h"])
        print("Usage: classroom/marks NAME, with one of " + ", ".join(released), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 1
    name = words[0]
    students = sorted(path.name for path in (HERE / "submitted").glob("*") if not path.name.startswith("."))
    if not students:
        print(f"Nobody has handed in anything: wanted submitted/LEARNER/{name}/{name}.ipynb", file=sys.stderr)
        return 1
    release = json.loads((HERE / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    for cell in release["cells"]:
        cell["source"] = text_of(cell)
    with Gradebook(GRADEBOOK) as gradebook:
        for student in students:
            if (HERE / "submitted" / student).is_dir():
                gradebook.update_or_create_student(student)
    try:
        others, stood = noted(name)
        note(others, stood)
    except (OSError, Unreadable) as problem:
        print(f"Cannot mark: {problem}", file=sys.stderr)
        return 1
    if not shuts():
        print(OPEN_ROOM, flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    rows, stood = {}, {student: row for student, row in stood.items() if student in students}
    pool = ThreadPoolExecutor(2)
    try:
        for done in as_completed([pool.submit(mark, name, student, release) for student in students]):
            row = done.result()
            rows[row["learner"]] = row
            note(others, {**stood, **rows})
            points = "no mark" if row["points"] == "" else f"{row['points']:g} of {row['of']:g}"
            print(f"[{len(rows)}/{len(students)}] {row['learner']}: {points}{row['remarks'] and '; ' + row['remarks']}", flush=True)
    except KeyboardInterrupt:
        kept = len(stood.keys() - rows.keys())
        print(
            f"Interrupted: {len(rows)} of {len(students)} learners are marked, and stand in {MARKS}; "
            + (f"{kept} others keep there the line of an earlier marking. " if kept else "the others have no line there. ")
            + f"Run classroom/marks {name} again to mark all.",
            file=sys.stderr,
            flush=True,
        )
        os._exit(130)  # at once: what is being marked ends with this process
    except OSError as problem:
        print(f"Cannot go on marking: {problem}. {len(rows)} of {len(students)} learners are marked.", file=sys.stderr, flush=True)
        os._exit(1)
    without = sum(row["points"] == "" for row in rows.values())
    print(f"{len(rows)} learners, {len(rows) - without} marked, {without} without a mark: {MARKS}")
    return 0


def noted(name):
    """The lines of marks.csv: those of other notebooks, and of this one by learner."""
    if not MARKS.exists():
        return [], {}
    with open(MARKS, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    missing = [field for field in FIELDS if field not in (reader.fieldnames or [])]
    if missing and rows:
        raise Unreadable(f"{MARKS} has no column {missing[0]}; wanted {', '.join(FIELDS)}, or no such file")
    return [row for row in rows if row["notebook"] != name], {row["learner"]: row for row in rows if row["notebook"] == name}


def note(others, rows):
    """Writes the marks, all or none."""
    written = MARKS.with_suffix(".new")
    more = [field for row in others for field in row if field not in FIELDS]
    with open(written, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*FIELDS, *dict.fromkeys(field for field in more if field)], extrasaction="ignore")
        writer.writeheader()
        writer.writerows([*others, *(rows[student] for student in sorted(rows))])
    os.replace(written, MARKS)


def shuts():
    """Whether this system keeps a sheet that is run from the rest of the computer."""
    sys.path.append(KernelSpecManager().get_kernel_spec("deno").resource_dir)
    import room

    return room.shuts()


def mark(name, student, release):
    """A learner's line; whatever happens, the others are marked."""
    row = {"learner": student, "notebook": name, "points": "", "of": "", "remarks": ""}
    try:
        path, remarks = find(HERE / "submitted" / student, name)
        cells, more = read(path)
        notebook, done = checked(cells, release)
        remarks += more + done
        said = surviving(name, student, notebook, release, remarks)
        if said is None:
            with Gradebook(GRADEBOOK) as gradebook:
                submission = gradebook.find_submission(name, student)
                row.update(points=submission.score, of=submission.max_score)
        else:
            remarks.append(said)
    except Unreadable as reason:
        remarks = [str(reason)]
    except MissingEntry:
        remarks.append("nbgrader has no mark")
    except Exception as error:  # noqa: BLE001
        remarks = [f"it could not be marked: {type(error).__name__}, {error}"]
    return {**row, "remarks": "; ".join(remarks)}


def surviving(name, student, notebook, release, remarks):
    """Marks, and leaves out in another try what ends the kernel; what nbgrader said if it failed."""
    cells, given = notebook["cells"], {cell["source"].strip() for cell in release["cells"]}
    lesson = {cell.get("id"): cell["source"] for cell in release["cells"] if cell["cell_type"] == "code" and id_of(cell) is None}
    blamed, cleared = None, set()
    while True:
        said = autograde(name, student, notebook)
        if said:
            return said
        errors = errors_in(HERE / "autograded" / student / name / f"{name}.ipynb")
        died = place_of_death(errors)
        if blamed:
            at, text, before = blamed
            if died is not None and died <= before:  # it was another one
                cells[at]["source"] = text
                cleared.add(at)
            else:
                cleared.clear()
                remarks.append(f"{id_of(cells[at]) or cells[at]['id']} ends the kernel")
        if died is None:
            spoilt = [i for i in errors if cells[i]["source"] != lesson.get(cells[i]["id"], cells[i]["source"])]
            for i in spoilt:  # all that follows may stand on it
                cells[i]["source"] = lesson[cells[i]["id"]]
                remarks.append(f"{cells[i]['id']} was changed and fails, and is as it was handed out again")
            if spoilt:
                blamed = None
                continue
            return None
        # What a learner wrote up to there: first what speaks of ending, then the nearest.
        suspects = [
            i for i, cell in enumerate(cells[: died + 1])
            if i not in cleared and cell["cell_type"] == "code" and cell["source"] != LEFT_OUT
            and cell["source"].strip() not in given and not cell["metadata"].get("nbgrader", {}).get("locked")
        ]
        if not suspects:
            remarks.append(f"{id_of(cells[died]) or cells[died]['id']}: the kernel ended, and no answer was found that ends it")
            return None
        at = max(suspects, key=lambda i: (bool(re.search(r"\b(exit|kill|abort)\b", cells[i]["source"])), i))
        blamed = (at, cells[at]["source"], died)
        cells[at]["source"] = LEFT_OUT


def errors_in(path):
    """The errors of each cell that has some, by its place: what each says, by its name."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = [{output["ename"]: output["evalue"] for output in cell.get("outputs", []) if "ename" in output} for cell in cells]
    return {at: errors for at, errors in enumerate(found) if errors}


def place_of_death(errors):
    """The cell in which the kernel ended, or in which it was stopped and had to forget what was declared before."""
    late = None
    for at, said in errors.items():
        if DIED & said.keys():
            return at
        if late is not None and any(text.startswith("exercise is not defined") for text in said.values()):
            return late
        if "CellTimeoutError" in said:
            late = at
    return None


def autograde(name, student, notebook):
    """What nbgrader said if it failed, else None."""
    folder = HERE / "checked" / student / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    words = ["nbgrader", "autograde", name, "--force", f"--student={student}"]
    words += ["--CourseDirectory.submitted_directory=checked", "--log-level=ERROR"]
    try:
        done = run(
            words, cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"it was not marked within {SECONDS} seconds"
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return None if done.returncode == 0 else (lines or ["nbgrader failed"])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
