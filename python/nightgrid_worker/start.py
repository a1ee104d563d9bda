"""Puts the process in order before any user code is there."""

import faulthandler
import io
import os
import select
import signal
import sys
import threading

from nightgrid_worker.frames import ANSWERS, COLUMNS, NOTES, REQUESTS
from nightgrid_worker.notes import Notes, NoteStream
from nightgrid_worker.worker import Worker


def end_with_parent(parent):
    """By the system on Linux; everywhere, when the way of the requests is closed at the other end."""
    if sys.platform == "linux":
        import ctypes

        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    threading.Thread(target=watch_requests, daemon=True).start()


def watch_requests():
    poll = select.poll()
    poll.register(REQUESTS, 0)
    poll.poll()
    os._exit(0)


def main():
    end_with_parent(int(sys.argv[1]))
    sys.argv = [""]
    faulthandler.enable(file=2)
    for fd in (NOTES, REQUESTS, ANSWERS, COLUMNS):
        os.set_inheritable(fd, False)
    notes = Notes()
    streams = [NoteStream(notes, "info", 1), NoteStream(notes, "warn", 2)]
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", write_through=True) for stream in streams
    )
    Worker(notes, streams).serve()
