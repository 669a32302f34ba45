"""A process that works for ours: what it is told to do, and what comes back.

It is started afresh, never forked from a process that may have threads, ends when ours does, and never hears
of a Ctrl-C. Its results are sent by a thread, so that it goes on while nobody takes them.
"""

import contextlib
import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeAlias, TypeVar

from .errors import InputError
from .packing import packed, unpacked

Pipe: TypeAlias = "Connection[Any, Any]"
T = TypeVar("T")
R = TypeVar("R")
Begin: TypeAlias = Callable[[], AbstractContextManager[Callable[[T], R]]]
"""What gives a process its work, and holds open what that needs."""


class WorkerDied(InputError):
    """The process that worked on an item ended, or was ended by the system."""


@dataclass(slots=True, kw_only=True)
class Worker(Generic[T]):
    """A process, the connection to it, and what was given to it and has not come back, in order."""

    process: BaseProcess
    connection: Pipe
    given: deque[tuple[int, T]] = field(default_factory=deque)
    is_ready: bool = False

    def give(self, number: int, item: T) -> None:
        self.given.append((number, item))
        # That it died meanwhile is noticed where its answer is awaited.
        with contextlib.suppress(OSError):
            self.connection.send_bytes(packed(item))

    def answer(self) -> bytes | None:
        """What it says of the first item that it has; None if it only says that it is ready.

        Raises EOFError if it is dead.
        """
        try:
            content: bytes = self.connection.recv_bytes()
        except OSError:
            raise EOFError from None
        self.is_ready = True
        return content or None

    def cause(self) -> str:
        """How it ended. Raises WorkerDied if it never began."""
        self.connection.close()
        self.process.join(2)
        code = self.process.exitcode
        if not self.is_ready:
            raise WorkerDied("a process to read with", f"ended before it began ({code})", "pass --jobs 1")
        if code is not None and code < 0:
            return f"was ended by the system ({signal.Signals(-code).name})"
        return f"ended ({code})"


def hire(begin: Begin[T, Any], preload: Sequence[str]) -> Worker[T]:
    """A new worker, which calls `begin`, and then the work that this gives with whatever it is given."""
    context = _context(preload)
    ours, theirs = context.Pipe()
    with _uninterrupted():
        process = context.Process(target=_serve, args=(theirs, begin), daemon=True)
        process.start()
    theirs.close()
    return Worker(process=process, connection=ours)


def result(content: bytes) -> Any:
    """The result that a worker sent; what was raised there is raised here."""
    value, error, told = unpacked(content)
    if error is None:
        return value
    error.add_note(told)
    raise error


def _serve(connection: Pipe, begin: Begin[Any, Any]) -> None:
    """What a worker does, until the caller goes: results are sent by a thread, so that it need not wait."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with begin() as work:
        # Not by the thread: what kills us soon after would then look like a failure to begin.
        with contextlib.suppress(OSError):
            connection.send_bytes(b"")
        results: SimpleQueue[bytes | None] = SimpleQueue()
        sending = Thread(target=_send, args=(connection, results), daemon=True)
        sending.start()
        with contextlib.suppress(EOFError, OSError):
            while True:
                results.put(_answer(work, unpacked(connection.recv_bytes())))
        results.put(None)
        sending.join()


def _send(connection: Pipe, results: "SimpleQueue[bytes | None]") -> None:
    with contextlib.suppress(OSError):
        while (content := results.get()) is not None:
            connection.send_bytes(content)


def _answer(work: Callable[[Any], Any], item: Any) -> bytes:
    """(result, exception, its traceback), packed."""
    try:
        return packed((work(item), None, ""))
    except Exception as error:
        told = traceback.format_exc()
        try:
            content = packed((None, error, told))
            unpacked(content)
        except Exception:
            return packed((None, RuntimeError(f"{type(error).__name__}: {error}"), told))
        return content


def _context(preload: Sequence[str]) -> ForkServerContext | SpawnContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # Imported once, and not in each worker.
    context.set_forkserver_preload([*preload])
    return context


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process that is started here never hears of a Ctrl-C; we hear of it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
