"""nbgrader's settings for this course. Read by every nbgrader command that is run in this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from marking import ExecuteInRoom, Judge
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor as CSSHTMLHeader
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
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
c.ExecuteInRoom.timeout = 60
c.ExecuteInRoom.interrupt_on_timeout = True
# What it has printed by then is waited for; without the rest, the kernel's reply says whether it failed.
c.ExecuteInRoom.iopub_timeout = 60
c.ExecuteInRoom.raise_on_iopub_timeout = False
c.Autograde.autograde_preprocessors = [
    ExecuteInRoom,
    Judge,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# Learners read what was wrong, and not what is compared with.
c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, CSSHTMLHeader]
