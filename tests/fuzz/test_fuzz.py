"""A few hostile files of every kind, and all that were ever found: read or refused, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.fuzz.kinds import KINDS
from tests.fuzz.pool import outcomes
from tests.fuzz.worker import Job, Outcome

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
SEED, INPUTS = 20, 15
NEEDS_QT = "settings"


def read_all(jobs: Iterable[Job]) -> dict[Job, Outcome]:
    return {outcome.job: outcome for outcome in outcomes(jobs, processes=1)}


@pytest.fixture(scope="module")
def of_kinds() -> dict[Job, Outcome]:
    """What became of inputs of all kinds but those that need Qt."""
    kinds = [kind for kind in KINDS if kind != NEEDS_QT]
    return read_all(Job(kind, SEED, number) for kind in kinds for number in range(INPUTS))


@pytest.fixture(scope="module")
def of_files() -> dict[Job, Outcome]:
    """What became of the files of the corpus but those that need Qt."""
    return read_all(job_of(path) for path in FILES if path.parent.name != NEEDS_QT)


def job_of(path: Path) -> Job:
    return Job(path.parent.name, file=path)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != NEEDS_QT])
def test_hostile_files_are_read_or_refused(of_kinds: dict[Job, Outcome], kind: str) -> None:
    found = [outcome for job, outcome in of_kinds.items() if job.kind == kind]
    assert len(found) == INPUTS
    assert not [f"number {one.job.number}: {one.fault}" for one in found if one.fault]
    assert any(one.accepted for one in found), "a sound file is among them"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.parent.name != NEEDS_QT], ids=lambda p: f"{p.parent.name}/{p.stem}"
)
def test_what_was_found_is_read_or_refused(of_files: dict[Job, Outcome], path: Path) -> None:
    assert not of_files[job_of(path)].fault


@pytest.mark.desktop
def test_hostile_settings_are_left_aside(qapp: object) -> None:
    files = [job_of(path) for path in FILES if path.parent.name == NEEDS_QT]
    found = read_all([*(Job(NEEDS_QT, SEED, number) for number in range(INPUTS)), *files])
    assert not [f"{job}: {outcome.fault}" for job, outcome in found.items() if outcome.fault]


def test_a_fault_would_be_noticed(tmp_path: Path) -> None:
    """The bounds hold: what takes too long, too much, or ends its process is told, and the next input is read."""
    kinds = ["times", "memory", "death", "fault"]
    for name in kinds:
        (tmp_path / name).write_bytes(name.encode())
    found = read_all(Job("selftest", file=tmp_path / name, most_cpu_s=0.0) for name in kinds)
    told = {job.file.name: outcome.fault for job, outcome in found.items() if job.file}
    assert "processor time" in told["times"]
    assert "MemoryError" in told["memory"]
    assert "SIGABRT" in told["death"]
    assert "ZeroDivisionError" in told["fault"]
