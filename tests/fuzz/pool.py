"""Gives inputs to processes that may die of them, and goes on with new ones."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

from tests.fuzz.worker import MOST_CPU_S, Job, Outcome, work

_LONGEST_S = 120.0
"""So long an input may take by the clock, with other programs at work, before it counts as waiting for ever."""


class _Worker:
    """One process, and the job that it is at."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        if not self.connection.poll(_LONGEST_S):
            raise RuntimeError("a process did not start")
        self.connection.recv()
        self.job: Job | None = None

    def give(self, job: Job | None) -> None:
        """Gives it an input; None: lets it end."""
        self.job = job
        self.connection.send(job)

    def end(self) -> str:
        """Ends the process, and says how it died if it died by itself."""
        self._process.join(1.0)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
            return f"did not end within {_LONGEST_S:.0f} s by the clock"
        code = self._process.exitcode or 0
        if code == -signal.SIGXCPU:
            return f"took more than {MOST_CPU_S:.0f} s of processor time and was stopped"
        return f"killed its process: {signal.Signals(-code).name}" if code < 0 else f"ended its process with {code}"


def outcomes(jobs: Iterable[Job], processes: int) -> Iterator[Outcome]:
    """What becomes of these inputs, in the order in which they are done."""
    waiting = iter(jobs)
    workers: dict[Connection, _Worker] = {}
    try:
        for _ in range(processes):
            _start(workers, waiting)
        while workers:
            for connection in wait(list(workers), _LONGEST_S) or list(workers):
                worker = workers[connection]  # type: ignore[index]
                outcome = _received(worker)
                if outcome is None:
                    assert worker.job is not None
                    yield Outcome(worker.job, fault=worker.end())
                    del workers[worker.connection]
                    _start(workers, waiting)
                else:
                    yield outcome
                    _go_on(workers, worker, waiting)
    finally:
        for worker in workers.values():
            worker.end()


def _start(workers: dict[Connection, _Worker], waiting: Iterator[Job]) -> None:
    job = next(waiting, None)
    if job is not None:
        worker = _Worker()
        worker.give(job)
        workers[worker.connection] = worker


def _go_on(workers: dict[Connection, _Worker], worker: _Worker, waiting: Iterator[Job]) -> None:
    job = next(waiting, None)
    worker.give(job)
    if job is None:
        del workers[worker.connection]
        worker.end()


def _received(worker: _Worker) -> Outcome | None:
    """What a process tells of its input; None if it died of it, or waits for ever."""
    if worker.connection.poll():
        try:
            return worker.connection.recv()  # type: ignore[no-any-return]
        except EOFError:
            return None
    return None
