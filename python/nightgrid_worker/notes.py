"""What user code prints."""

import io
import json
import threading

from nightgrid_worker.frames import NOTES, write_whole

MOST_LINES = 10_000
LONGEST_LINE = 8_192
LONGEST_TEXT = 16_384


class Notes:
    """Writes lines to the log of whoever asked, in the same instant, with the cell that is computed."""

    def __init__(self):
        self.unit = None
        self.lines = 0
        self.lock = threading.RLock()

    def line(self, level, text):
        with self.lock:
            self.lines += 1
            if self.lines <= MOST_LINES:
                self.write(level, shortened(text, LONGEST_LINE))

    def block(self, level, text):
        self.write(level, shortened(text, LONGEST_TEXT))

    def write(self, level, text):
        note = {"kind": "line", "unit": self.unit, "level": level, "text": text}
        # Another thread or process may be in the middle of a line.
        write_whole(NOTES, b"\n" + json.dumps(note).encode() + b"\n")

    def end(self):
        """At the end of a range: says how many lines were dropped."""
        self.unit = None
        if self.lines > MOST_LINES:
            self.write("warn", f"… and {self.lines - MOST_LINES} further lines, which were dropped")
        self.lines = 0


class NoteStream(io.RawIOBase):
    """In place of stdout and stderr."""

    def __init__(self, notes, level, fd):
        self.notes, self.level, self.fd, self.rest = notes, level, fd, b""

    def writable(self):
        return True

    def fileno(self):
        # What programs print that user code starts is read from here, without a cell.
        return self.fd

    def isatty(self):
        return False

    def write(self, data):
        data = bytes(data)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.tell(line)
        if len(self.rest) > LONGEST_LINE:
            self.end_line()
        return len(data)

    def end_line(self):
        rest, self.rest = self.rest, b""
        if rest:
            self.tell(rest)

    def tell(self, line):
        self.notes.line(self.level, line.rstrip(b"\r").decode("utf-8", "replace"))


def shortened(text, most):
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"
