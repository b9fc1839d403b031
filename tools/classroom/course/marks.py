"""Marks what learners handed in of a notebook: `classroom/marks NAME`, for example `classroom/marks 03_recurrence`.

nbgrader marks; this brings it what it can mark, and says of everything else why there is no mark. Of each submission a
copy is made in checked/, in which cells that were deleted, retyped or doubled are as they were handed out again; what the
learner wrote is left alone, and submitted/ is never changed. An answer that ends the kernel is left out of a second try, so
that it costs its own points alone. marks.csv has a line for each learner; where there is no mark, there is no number.
"""

import csv
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

HERE = Path(__file__).resolve().parent
DIED = ("KernelRestarted", "DeadKernelError")
SECONDS = 900  # for one learner's whole notebook; a cell has 60


def main(words):
    released = sorted(path.name for path in (HERE / "release").glob("*") if path.is_dir())
    if len(words) != 1 or words[0] not in released:
        print("Usage: classroom/marks NAME, with one of " + ", ".join(released), file=sys.stderr)
        return 1
    name = words[0]
    students = sorted(path.name for path in (HERE / "submitted").glob("*") if path.is_dir())
    if not students:
        print(f"Nobody has handed in anything: wanted submitted/LEARNER/{name}/{name}.ipynb", file=sys.stderr)
        return 1
    release = json.loads((HERE / "release" / name / f"{name}.ipynb").read_text())
    with Gradebook(f"sqlite:///{HERE / 'gradebook.db'}") as gradebook:
        for student in students:
            gradebook.update_or_create_student(student)
    rows = []
    with ThreadPoolExecutor(2) as pool:
        for row in pool.map(lambda student: mark(name, student, release), students):
            rows.append(row)
            points = "no mark" if row["points"] == "" else f"{row['points']:g} of {row['of']:g}"
            print(f"[{len(rows)}/{len(students)}] {row['learner']}: {points}{row['remarks'] and '; ' + row['remarks']}", flush=True)
    with open(HERE / "marks.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, ["learner", "notebook", "points", "of", "remarks"])
        writer.writeheader()
        writer.writerows(rows)
    without = sum(row["points"] == "" for row in rows)
    print(f"{len(rows)} learners, {len(rows) - without} marked, {without} without a mark: {HERE / 'marks.csv'}")
    return 0


def mark(name, student, release):
    row = {"learner": student, "notebook": name, "points": "", "of": "", "remarks": ""}
    try:
        notebook, remarks = checked(HERE / "submitted" / student / name / f"{name}.ipynb", release)
    except Unreadable as reason:
        return {**row, "remarks": str(reason)}
    for _ in range(len(release["cells"])):
        said = autograde(name, student, notebook)
        try:
            with Gradebook(f"sqlite:///{HERE / 'gradebook.db'}") as gradebook:
                submission = gradebook.find_submission(name, student)
                if submission.needs_manual_grade or said is None:
                    row.update(points=submission.score, of=submission.max_score)
        except MissingEntry:
            pass
        killer = said is None and left_out(HERE / "autograded" / student / name / f"{name}.ipynb", notebook)
        if not killer:
            break
        remarks.append(f"{killer} ends the kernel")
    if row["points"] == "":
        remarks.append(said or "nbgrader has no mark")
    return {**row, "remarks": "; ".join(remarks)}


class Unreadable(Exception):
    pass


def checked(path, release):
    """The notebook handed in, such that nbgrader takes it; and what was done for that."""
    if not path.exists():
        raise Unreadable(f"nothing handed in: there is no {path.name}")
    if path.stat().st_size == 0:
        raise Unreadable("the file is empty")
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    except (ValueError, KeyError, TypeError):
        raise Unreadable("the file is no notebook") from None
    if not any(text_of(cell).strip() for cell in cells):
        raise Unreadable("the notebook has no cells")
    remarks, found = [], {}
    for cell in cells:
        grade_id = id_of(cell)
        if grade_id is None:
            continue
        if grade_id in found:
            del cell["metadata"]["nbgrader"]
            remarks.append(f"{grade_id} is there twice: the first counts")
        else:
            found[grade_id] = cell
    last = -1
    for given in release["cells"]:
        grade_id = id_of(given)
        if grade_id is None:
            continue
        cell = found.get(grade_id)
        if cell is None:
            cell = json.loads(json.dumps(given))
            cells.insert(last + 1, cell)
            remarks.append(f"{grade_id} was deleted, and is put back")
        elif cell.get("cell_type") != given["cell_type"]:
            text = text_of(cell)
            cell.clear()
            cell.update(json.loads(json.dumps(given)), source=text)
            remarks.append(f"{grade_id} was made another kind of cell, and is made {given['cell_type']} again")
        cell["metadata"]["nbgrader"] = given["metadata"]["nbgrader"]
        last = next(i for i, other in enumerate(cells) if other is cell)
    # What the lesson imports and declares: without it nothing could be marked.
    ids = {cell.get("id") for cell in cells}
    texts = {text_of(cell).strip() for cell in cells}
    for given in release["cells"]:
        lost = given["cell_type"] == "code" and id_of(given) is None and given.get("id") not in ids
        if lost and text_of(given).strip() not in texts:
            cells.insert(place_of(given, release["cells"], cells), json.loads(json.dumps(given)))
            remarks.append(f"{given.get('id')} was deleted, and is put back")
    return {**release, "cells": cells}, remarks


def place_of(given, order, cells):
    """Before the first of the cells that come after it."""
    after = {other.get("id") for other in order[order.index(given) + 1:]}
    return next((i for i, cell in enumerate(cells) if cell.get("id") in after), len(cells))


def left_out(path, notebook):
    """Takes the answer out that ended the kernel; gives its name, or nothing."""
    for cell in json.loads(path.read_text())["cells"]:
        outputs = cell.get("outputs", [])
        if not any(output.get("ename") in DIED for output in outputs):
            continue
        for own in notebook["cells"]:
            if own.get("id") == cell.get("id") and own["source"] != LEFT_OUT and own["cell_type"] == "code":
                own["source"] = LEFT_OUT
                return id_of(own) or own.get("id")
    return None


LEFT_OUT = 'throw new Error("left out: it ended the kernel");'


def autograde(name, student, notebook):
    """What nbgrader said if it failed, else None."""
    folder = HERE / "checked" / student / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    words = ["nbgrader", "autograde", name, "--force", "--student", student]
    words += ["--CourseDirectory.submitted_directory=checked", "--log-level=ERROR"]
    try:
        done = subprocess.run(
            words, cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"it was not marked within {SECONDS} seconds"
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return None if done.returncode == 0 else (lines or ["nbgrader failed"])[-1]


def id_of(cell):
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")


def text_of(cell):
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
