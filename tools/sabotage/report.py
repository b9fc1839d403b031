"""What came of each sabotage: in words, as JSON, and as the committed record of the last whole run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from watch import RED, THREW, UNREACHED, reddened

RECORD = Path(__file__).with_name("last_run.json")


@dataclass
class Found:
    """What became of the claims and tests that one sabotage should turn red."""

    sabotage: dict
    claims: dict[str, dict] = field(default_factory=dict)
    tests: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0

    def those(self, state: str) -> list[str]:
        return sorted(identity for identity, one in self.claims.items() if one["state"] == state)

    @property
    def blind(self) -> list[str]:
        """Who should have noticed and did not."""
        if not self.sabotage["edits"]:
            return self.problems
        claims = [f"{c} ({self.claims[c]['state']})" for c in self.sabotage["claims"] if self.state(c) != RED]
        return self.problems + claims + [file for file in self.sabotage["tests"] if not self.tests.get(file)]

    def state(self, identity: str) -> str:
        return self.claims[identity]["state"] if identity in self.claims else RED  # a problem says that it is missing

    @property
    def survived(self) -> bool:
        return bool(self.sabotage["edits"]) and not self.those(RED) and not any(self.tests.values())

    @property
    def verdict(self) -> str:
        if not self.sabotage["edits"]:
            return "AS COMMITTED" if not self.blind else "CHANGED"
        return "SURVIVED" if self.survived else "MISSED" if self.blind else "caught"


def text_of(found: Found) -> str:
    red, tests = found.those(RED), sum(map(len, found.tests.values()))
    head = f"{found.verdict:8} {found.sabotage['name']} ({found.seconds:.0f} s): {found.sabotage['breaks']}"
    lines = [head, f"    red: {len(red)} of {len(found.claims)} claims, {tests} tests in {len(found.tests)} files"]
    if red:
        lines.append("    " + " ".join(red))
    for state in (THREW, UNREACHED):
        if found.those(state):
            lines.append(f"    {state}: " + " ".join(found.those(state)))
    lines += [f"    DID NOT NOTICE: {one}" for one in found.blind]
    return "\n".join(lines)


def as_json(everything: list[Found]) -> str:
    return dumped([
        {
            "name": found.sabotage["name"],
            "breaks": found.sabotage["breaks"],
            "verdict": found.verdict,
            "seconds": round(found.seconds, 1),
            "claims": {identity: found.claims[identity]["state"] for identity in sorted(found.claims)},
            "tests": found.tests,
            "problems": found.problems,
        }
        for found in everything
    ])


def record(found: Found, known: list[dict], made: dict[str, list[str]]) -> None:
    """Renews what is committed with what was run now; what was not run stays as it was, what is not listed goes."""
    old = json.loads(RECORD.read_text(encoding="utf-8"))["sabotages"] if RECORD.exists() else {}
    every = [identity for ids in made.values() for identity in ids]
    listed = {one["name"]: one for one in known}
    if found.sabotage["name"] not in listed:
        return  # nothing was broken
    sabotage, one = listed[found.sabotage["name"]], old.setdefault(found.sabotage["name"], {"claims": {}, "tests": {}})
    for identity in found.claims:
        one["claims"].pop(identity, None)
    red = {identity: reddened(found.claims[identity]["record"]) for identity in found.those(RED)}
    one["claims"] = {c: part for c, part in sorted({**one["claims"], **red}.items()) if c in sabotage["claims"]}
    tests = {**one["tests"], **{file: len(names) for file, names in found.tests.items()}}
    one["tests"] = {file: tests[file] for file in sabotage["tests"] if file in tests}
    sabotages = {name: old[name] for name in listed if name in old}
    claims = {c: [name for name, one in sabotages.items() if c in one["claims"]] for c in every}
    RECORD.write_text(dumped({"claims": claims, "sabotages": sabotages}), encoding="utf-8")


def summary(everything: list[Found], made: dict[str, list[str]] | None, seconds: float) -> int:
    """The last lines; `made` says which claims there are, if every one of them should have been seen red."""
    broken = [found for found in everything if found.sabotage["edits"]]
    red = {identity for found in broken for identity in found.those(RED)}
    failed = [found for found in everything if found.blind or found.survived]
    survived = sum(found.survived for found in broken)
    green = []
    if made is not None:
        every = [identity for ids in made.values() for identity in ids]
        green = [identity for identity in every if identity not in red]
        for identity in green:
            print(f"NEVER RED: {identity}")
        print(f"claims: {len(every) - len(green)} of {len(every)} seen red")
    print(
        f"caught: {len(broken) - survived}, survived: {survived}\n"
        f"sabotages: {len(everything) - len(failed)} passed, {len(failed)} failed ({seconds:.0f} s)"
    )
    return 1 if failed or green else 0


def dumped(value) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
