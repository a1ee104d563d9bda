"""The ways to Nightgrid, by file descriptor.

Requests and answers are frames: their length as four bytes, little endian, then a body. A request is JSON. An answer
begins with a byte that says what it is, and the cell that it is about as four bytes; -1 for none.
"""

import os
import struct
import time

# NOTES: JSON lines, as src/sandbox/messages.ts has them. COLUMNS: a file with the columns of bars.
NOTES, REQUESTS, ANSWERS, COLUMNS = 3, 4, 5, 6
REPLY, FAILURE, EVENTS, TARGETS = b"\x00", b"\x01", b"\x02", b"\x03"


def write_whole(fd, data):
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(fd, view) :]
        except BlockingIOError:
            time.sleep(0.001)


def answer(kind, unit, *parts):
    body = b"".join((kind, struct.pack("<i", unit), *parts))
    write_whole(ANSWERS, struct.pack("<I", len(body)) + body)


def read_frame():
    (size,) = struct.unpack("<I", read_exactly(4))
    return read_exactly(size)


def read_exactly(size):
    parts = []
    while size > 0:
        part = os.read(REQUESTS, min(size, 1 << 20))
        if not part:
            os._exit(0)  # Nobody asks any more.
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
