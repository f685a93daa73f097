"""The process that reads inputs: bounded in processor time and memory, and told apart when it dies."""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

MOST_CPU_S = 5.0
MOST_MB = 1024.0
_SPARE_MB = 64.0
"""What may be asked for above the bound before the system refuses it: beside an array, a reader needs a little."""

if TYPE_CHECKING:
    from tests.fuzz.readers import Reader


@dataclass(frozen=True)
class Job:
    """One input: of a kind, made from a seed and its number; or the bytes of a file."""

    kind: str
    seed: int = 0
    number: int = 0
    file: Path | None = None
    most_cpu_s: float = MOST_CPU_S


@dataclass(frozen=True)
class Outcome:
    """What became of one input. fault: what it raised or which bound it passed; empty if all is well."""

    job: Job
    accepted: bool = False
    cpu_s: float = 0.0
    mb: float = 0.0
    fault: str = ""


def work(connection: Connection) -> None:
    """Reads the inputs of the jobs that come, until None comes."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[name] = "1"
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        connection.send(None)
        while (job := connection.recv()) is not None:
            connection.send(bench.outcome(job))


class Bench:
    """Readers of all kinds, each made when it is first needed, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        from tests.fuzz.kinds import KINDS, SELFTEST

        self._folder = folder
        self._kinds = {**KINDS, SELFTEST.name: SELFTEST}
        self._readers = {}  # type: ignore[var-annotated]

    def data(self, job: Job) -> bytes:
        """The bytes of an input."""
        return (
            job.file.read_bytes()
            if job.file
            else self._kinds[job.kind].made(self._reader(job.kind), job.seed, job.number)
        )

    def outcome(self, job: Job) -> Outcome:
        """Reads one input under the bounds."""
        reader = self._reader(job.kind)
        return _outcome(job, reader.read, self.data(job))

    def _reader(self, name: str) -> Reader:
        if name not in self._readers:
            kind, folder = self._kinds[name], self._folder / name
            folder.mkdir()
            reader = self._readers[name] = kind.open(folder)
            for sound in kind.seeds(reader):  # what is loaded once is loaded before anything is counted
                assert reader.read(sound), f"a sound file of {name} was refused"
        return self._readers[name]


def _outcome(job: Job, read: Callable[[bytes], bool], data: bytes) -> Outcome:
    before_mb, before_s = _forget_peak(), time.process_time()
    accepted, fault = False, ""
    try:
        with _bounds(before_s, job.most_cpu_s), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            accepted = read(data)
        fault = "; ".join(
            f"warned: {one.category.__name__}: {one.message} ({one.filename}:{one.lineno})" for one in told
        )
    except BaseException as error:
        fault = "".join(traceback.format_exception(error, limit=-6))[-3000:]
    cpu_s, mb = time.process_time() - before_s, _status_mb("VmHWM") - before_mb
    if not fault and cpu_s > job.most_cpu_s:
        fault = f"took {cpu_s:.1f} s of processor time"
    if not fault and mb > MOST_MB:
        fault = f"took {mb:.0f} MB of memory"
    return Outcome(job, accepted, cpu_s, mb, fault)


@contextlib.contextmanager
def _bounds(before_s: float, most_cpu_s: float) -> Iterator[None]:
    """The system refuses more memory, and ends the process that takes longer."""
    most_bytes = int(_status_mb("VmSize") + MOST_MB + _SPARE_MB) * 2**20
    resource.setrlimit(resource.RLIMIT_CPU, (int(before_s + most_cpu_s) + 2, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _forget_peak() -> float:
    """Sets the peak of memory to what is held now, MB; where the system cannot, the highest so far stays."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status_mb("VmRSS")


def _status_mb(key: str) -> float:
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(float(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(key + ":"))
