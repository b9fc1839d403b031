"""nbgrader's settings for this course. Read by every nbgrader command that is run in this folder."""

from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
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

# A lesson trains its nets again for every learner; no cell takes a tenth of this.
c.Execute.timeout = 900
c.ExecutePreprocessor.timeout = 900
