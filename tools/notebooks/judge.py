"""What a notebook's outputs say: which claims held, which cells failed, what differs from the committed ones."""

from __future__ import annotations

import json
from itertools import zip_longest

CLAIM = "application/vnd.sequences.claim+json"
WIDTH = 110


def claims(notebook: dict) -> list[dict]:
    """The claims that the notebook's cells showed, each with `ok`: whether it came out as it should."""
    found = []
    for cell in code_cells(notebook):
        found += cell_claims(cell)
    return found


def cell_claims(cell: dict) -> list[dict]:
    shown = [output["data"][CLAIM] for output in cell["outputs"] if CLAIM in output.get("data", {})]
    return [{**claim, "ok": is_ok(claim)} for claim in shown]


def is_ok(claim: dict) -> bool:
    """A claim here to fail must fail by its own numbers, and its control must hold: `asExpected` says so."""
    return claim.get("asExpected", claim["holds"] == (claim.get("expected", "holds") == "holds"))


def describe_claim(claim: dict) -> str:
    values = ", ".join(short_number(value) for value in claim.get("values", []))
    expected = "was not meant to hold, but did" if claim["holds"] else "did not hold"
    text = f'claim {claim["id"]} {expected}: measured {values or "nothing"}, wanted {claim.get("threshold", "?")}'
    control = claim.get("control")
    if control:
        numbers = ", ".join(short_number(value) for value in control.get("values", []))
        held = "as it should be" if control.get("holds", True) else "not as it should be"
        text += f"; control {numbers}, {held}"
    return text + (f'; {claim["reason"]}' if claim.get("reason") else "")


def short_number(value) -> str:
    return f"{value:.4g}" if isinstance(value, (int, float)) else str(value)


def errors(notebook: dict) -> list[str]:
    """The cells that threw, except where that is meant and except for claims, which speak for themselves."""
    found = []
    for number, cell in numbered(notebook):
        if "raises-exception" in cell["metadata"].get("tags", []):
            continue
        has_failed_claim = any(not claim["ok"] for claim in cell_claims(cell))
        for output in cell["outputs"]:
            if output["output_type"] != "error" or (has_failed_claim and output["ename"] == "ClaimError"):
                continue
            first = (output["evalue"] or "no message").strip().splitlines()[0]
            found.append(f'cell {number} threw {output["ename"]}: {clip(first)}')
    return found


def repeated_ids(claims_by_notebook: dict[str, list[dict]]) -> list[str]:
    """Claim ids that stand in more than one place."""
    places: dict[str, list[str]] = {}
    for name, found in claims_by_notebook.items():
        for claim in found:
            places.setdefault(claim["id"], []).append(name)
    return [
        f"claim id {identity} is used {len(names)} times ({', '.join(sorted(set(names)))}), wanted once"
        for identity, names in places.items() if len(names) > 1
    ]


def first_difference(committed: dict, executed: dict) -> str | None:
    """The first place where the executed notebook is not the committed one, in words; None if they are equal."""
    pairs = zip_longest(numbered(committed), numbered(executed))
    for before, after in pairs:
        if before is None or after is None:
            return "the number of code cells differs"
        number = before[0]
        difference = cell_difference(before[1], after[1])
        if difference:
            return f"cell {number}: {difference}"
    if committed["metadata"] != executed["metadata"]:
        return f"the notebook's metadata: {value_difference(committed['metadata'], executed['metadata'])}"
    for number, (before, after) in enumerate(zip(committed["cells"], executed["cells"]), 1):
        if before != after:
            return f"cell {number} of all cells: {value_difference(before, after)}"
    return None


def cell_difference(before: dict, after: dict) -> str | None:
    if before["outputs"] != after["outputs"]:
        if len(before["outputs"]) != len(after["outputs"]):
            listed = [", ".join(map(kind, cell["outputs"])) or "nothing" for cell in (before, after)]
            return f"outputs: expected {listed[0]}, found {listed[1]}"
        for at, (one, other) in enumerate(zip(before["outputs"], after["outputs"]), 1):
            if one != other:
                return f"output {at}{output_difference(one, other)}"
    if before["execution_count"] != after["execution_count"]:
        return f"expected execution count {before['execution_count']}, found {after['execution_count']}"
    return None


def kind(output: dict) -> str:
    if output["output_type"] == "stream":
        return output["name"]
    if output["output_type"] == "error":
        return f"the error {output['ename']}"
    return "/".join(sorted(output["data"]))


def output_difference(before: dict, after: dict) -> str:
    """Prefers plain text to pictures: the reader sees what changed, not its base64."""
    texts = [readable(output) for output in (before, after)]
    for mime in sorted(set(texts[0]) | set(texts[1]), key=lambda mime: (mime != "text/plain", mime)):
        one, other = (text.get(mime) for text in texts)
        if one != other:
            return f" ({mime})" + line_difference(one, other)
    return ": " + value_difference(before, after)


def readable(output: dict) -> dict[str, str]:
    if output["output_type"] == "stream":
        return {output["name"]: as_text(output["text"])}
    if output["output_type"] == "error":
        return {"error": f"{output['ename']}: {output['evalue']}\n" + "\n".join(output["traceback"])}
    return {mime: as_text(data) for mime, data in output["data"].items()}


def as_text(data) -> str:
    if isinstance(data, str):
        return data
    if isinstance(data, list) and all(isinstance(part, str) for part in data):
        return "".join(data)
    return json.dumps(data, indent=1, ensure_ascii=False)


def line_difference(before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return ": expected " + ("none, found some" if before is None else "some, found none")
    pairs = zip_longest(before.splitlines(), after.splitlines())
    for number, (one, other) in enumerate(pairs, 1):
        if one != other:
            one, other = around_difference(one, other)
            return f", line {number}:\n      expected {one}\n      found    {other}"
    return ": expected and found differ in their line ends"


def around_difference(before: str | None, after: str | None) -> tuple[str, str]:
    """Both lines, cut so that the first difference can be seen."""
    if before is None or after is None:
        return tuple("(no such line)" if line is None else clip(line) for line in (before, after))
    same = next(
        (at for at, (one, other) in enumerate(zip(before, after)) if one != other),
        min(len(before), len(after)),
    )
    start = max(0, same - WIDTH // 2) if max(len(before), len(after)) > WIDTH else 0
    return tuple(("…" if start else "") + clip(line[start:]) for line in (before, after))


def value_difference(before, after) -> str:
    lines = [json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) for value in (before, after)]
    return line_difference(*lines).lstrip(", :")


def clip(text: str) -> str:
    return text if len(text) <= WIDTH else text[:WIDTH] + "…"


def code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def numbered(notebook: dict) -> list[tuple[int, dict]]:
    """The code cells with their numbers, counted as the kernel counts them."""
    return list(enumerate(code_cells(notebook), 1))
