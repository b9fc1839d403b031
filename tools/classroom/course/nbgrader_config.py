"""nbgrader's settings for this course. Read by every nbgrader command that is run in this folder."""

from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor as CSSHTMLHeader
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    Execute,
    GetGrades,
    IncludeHeaderFooter,
    LimitOutput,
    LockCells,
    SaveAutoGrades,
    SaveCells,
)


class PutStubs(ClearSolutions):
    """Puts in a solution's place the stub that its own cell carries, since every exercise has another."""

    def preprocess_cell(self, cell, resources, cell_index):
        self.code_stub = {"typescript": cell.metadata.pop("stub", "")}
        return super().preprocess_cell(cell, resources, cell_index)


class ExecuteWithinBounds(Execute):
    """Keeps the first megabyte of what a cell shows, and its errors: one that prints without end would fill memory and disk."""

    kept = {}

    def output(self, outs, msg, display_id, cell_index):
        if msg["msg_type"] != "error":
            at = (id(self.nb), cell_index)
            self.kept[at] = self.kept.get(at, 0) + len(str(msg["content"]))
            if self.kept[at] > 1_000_000:
                return None
        return super().output(outs, msg, display_id, cell_index)


c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "sequences"
# Two learners are marked at a time, and one waits.
c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).resolve().parent / 'gradebook.db'}?timeout=60"
c.ClearSolutions.code_stub = {"typescript": ""}
c.GenerateAssignment.preprocessors = [
    IncludeHeaderFooter,
    LockCells,
    PutStubs,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    SaveCells,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]

# A cell that takes longer is stopped, and the next one runs.
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True
# What it has printed by then is waited for; without the rest, the kernel's reply says whether it failed.
c.Execute.iopub_timeout = 60
c.Execute.raise_on_iopub_timeout = False
c.Autograde.autograde_preprocessors = [
    ExecuteWithinBounds,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# Learners read what was wrong, and not what is compared with.
c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, CSSHTMLHeader]
