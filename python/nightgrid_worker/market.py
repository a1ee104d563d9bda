"""The bars that strategies read."""

import os
import types

import numpy as np

from nightgrid_worker.frames import COLUMNS


class Bars:
    """
    The bars of one symbol as read-only float64 arrays, oldest first. `time` is the start in milliseconds UTC; `extra` maps the
    names of columns beside the bars to theirs.
    """

    __slots__ = ("symbol", "time", "open", "high", "low", "close", "volume", "dividend", "extra", "_own", "_datetime")

    def __init__(self, columns):
        for name, value in columns.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_own", {})
        object.__setattr__(self, "_datetime", None)

    def __setattr__(self, name, value):
        raise AttributeError(f"bars are read-only: `{name}` cannot be set")

    def __len__(self):
        return len(self.time)

    @property
    def datetime(self):
        """`time` as datetime64[ms], for an index of pandas."""
        if self._datetime is None:
            made = self.time.astype("datetime64[ms]")
            made.flags.writeable = False
            object.__setattr__(self, "_datetime", made)
        return self._datetime

    def own(self, name, compute):
        """What `compute()` returns, computed once per name and shared by all cells: put what it depends on into the name."""
        if name not in self._own:
            value = compute()
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            self._own[name] = value
        return self._own[name]


class Panel(Bars):
    """The bars of several symbols: arrays of the shape (bars, symbols), NaN where a symbol has no bar."""

    __slots__ = ("symbols", "closes")


# Before the name of a column beside the bars; as in given-bars.ts.
EXTRA = "extra:"


class Columns(dict):
    """Says what there is where something else is asked for."""

    def __missing__(self, name):
        there = f"there are {', '.join(self)}" if self else "there are none: name it under data in the DAG file"
        raise KeyError(f"there is no column {name!r} beside the bars; {there}")


def read_bars(request):
    """Copies columns out of the file; they lie in bytes, which nobody can write to."""
    count, symbols = request["count"], request["symbols"]
    values = {}
    extra = Columns()
    offset = 0
    for name in request["columns"]:
        width = 1 if name == "time" else len(symbols)
        column = np.frombuffer(read_columns(offset, 8 * count * width), dtype=np.float64)
        offset += 8 * count * width
        # Each symbol lies in one piece; seen from the side, a row is a bar.
        column = column if name == "time" or not request["isPanel"] else column.reshape(width, count).T
        if name.startswith(EXTRA):
            extra[name.removeprefix(EXTRA)] = column
        else:
            values[name] = column
    values["extra"] = types.MappingProxyType(extra)
    if request["isPanel"]:
        return Panel({"symbols": tuple(symbols), "symbol": None, **values})
    return Bars({"symbol": symbols[0], "dividend": np.frombuffer(bytes(8 * count)), **values})


def read_columns(offset, size):
    parts = []
    while size > 0:
        part = os.pread(COLUMNS, min(size, 1 << 30), offset)
        if not part:
            raise EOFError("the file of columns is too short")
        parts.append(part)
        offset += len(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
