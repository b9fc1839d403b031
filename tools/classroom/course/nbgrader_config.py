"""nbgrader's settings for this course. Read by every nbgrader command that is run in this folder."""

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor as CSSHTMLHeader
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    GetGrades,
    IncludeHeaderFooter,
    LockCells,
    SaveCells,
)


class PutStubs(ClearSolutions):
    """Puts in a solution's place the stub that its own cell carries, since every exercise has another."""

    def preprocess_cell(self, cell, resources, cell_index):
        self.code_stub = {"typescript": cell.metadata.pop("stub", "")}
        return super().preprocess_cell(cell, resources, cell_index)


c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "sequences"
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

# Learners read what was wrong, and not what is compared with.
c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, CSSHTMLHeader]
