"""Reads thousands of hostile files of each kind: python -m tests.fuzz --inputs 10000

Ends with a table, and with 1 if a file did something else than be read or be refused; such files are kept in --keep.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.kinds import KINDS, Kind, digest
from tests.fuzz.pool import outcomes
from tests.fuzz.worker import Bench, Job, Outcome


@dataclass
class Row:
    """What is told of one kind in the table."""

    kind: str
    inputs: int = 0
    refused: int = 0
    accepted: int = 0
    cpu_s: float = 0.0
    mb: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Counts one input in."""
        self.inputs += 1
        self.accepted += outcome.accepted
        self.refused += not outcome.accepted and not outcome.fault
        self.cpu_s, self.mb = max(self.cpu_s, outcome.cpu_s), max(self.mb, outcome.mb)
        if outcome.fault:
            self.faults[summary(outcome.fault)] += 1


def summary(fault: str) -> str:
    """The last line of a fault, which is the same for all files that have it."""
    return re.sub(r"\d+", "0", fault.strip().splitlines()[-1][:160])


def main() -> int:
    """Runs, prints the table; 1 if anything went wrong."""
    asked = _arguments()
    rows = [_run(KINDS[name], asked) for name in asked.kind or list(KINDS)]
    print(f"\n{'kind':<12} {'inputs':>7} {'refused':>8} {'accepted':>8} {'CPU s':>7} {'MB':>6} {'faults':>6}")
    for row in rows:
        total = sum(row.faults.values())
        numbers = f"{row.inputs:>7} {row.refused:>8} {row.accepted:>8} {row.cpu_s:>7.2f} {row.mb:>6.0f} {total:>6}"
        print(f"{row.kind:<12} {numbers}")
    return 1 if any(row.faults for row in rows) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Reads thousands of hostile files of each kind.")
    parser.add_argument("--inputs", type=int, default=1000, help="inputs of each kind")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only this kind; may be said again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, default=None, help="folder for the files that were not read or refused")
    return parser.parse_args()


def _run(kind: Kind, asked: argparse.Namespace) -> Row:
    row, began = Row(kind.name), time.monotonic()
    jobs = (Job(kind.name, asked.seed, number) for number in range(asked.start, asked.start + asked.inputs))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for outcome in outcomes(jobs, asked.processes):
            row.add(outcome)
            if outcome.fault:
                _tell(kind, outcome, bench.data(outcome.job), row, asked.keep)
    print(f"{kind.name}: {row.inputs} inputs in {time.monotonic() - began:.0f} s", flush=True)
    return row


def _tell(kind: Kind, outcome: Outcome, data: bytes, row: Row, keep: Path | None) -> None:
    """Prints the first three of each fault, and keeps their files."""
    if row.faults[summary(outcome.fault)] > 3:
        return
    number = outcome.job.number
    print(f"\n== {kind.name} {number} ({len(data)} bytes, {outcome.cpu_s:.2f} s, {outcome.mb:.0f} MB)")
    print(outcome.fault.strip(), flush=True)
    if keep is not None:
        (keep / kind.name).mkdir(parents=True, exist_ok=True)
        name = f"{number}-{digest(data)}"
        (keep / kind.name / f"{name}{kind.suffix}").write_bytes(data)
        (keep / kind.name / f"{name}.txt").write_text(outcome.fault, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
