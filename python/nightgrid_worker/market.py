"""The bars that strategies read."""

import os
import types

import numpy as np

from nightgrid_worker.frames import COLUMNS
from nightgrid_worker.resample import group_bars, higher_columns, frame_span, read_only
from nightgrid_worker.session import Session


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


class MarketBars(Bars):
    """Bars that know when their days, weeks and sessions end."""

    __slots__ = ("_clock", "_made")

    def __init__(self, columns, clock):
        super().__init__(columns)
        object.__setattr__(self, "_clock", clock)
        object.__setattr__(self, "_made", {})

    def resample(self, frame):
        """
        The bars of a higher time frame, computed once: `15m`, `4h`, `1d`, `1w`, `1M`, `3M`, `6M`, `12M`. At no bar is any of them known
        before it has ended.
        """
        frame_span(frame)
        if frame not in self._made:
            members, at = group_bars(self.close, self._clock.times, frame, self._clock.timeframe)
            columns, lasts = higher_columns(self, members)
            extra = Columns({name: read_only(column[lasts]) for name, column in self.extra.items()})
            columns["extra"] = types.MappingProxyType(extra)
            self._made[frame] = HigherBars(columns, frame, read_only(at))
        return self._made[frame]

    @property
    def session(self):
        """Where each bar lies in the sessions of its market."""
        if not self._clock.has_calendar:
            raise RuntimeError("bars.session needs a calendar: name one under data of the DAG file, such as calendar: XNYS")
        if "session" not in self._made:
            self._made["session"] = Session(self, self._clock.times)
        return self._made["session"]


class HigherBars(Bars):
    """
    Bars of a higher time frame, all of which have ended. `at` has for each bar of the lower one the index of the last of them that had
    ended when it was over; NaN before the first.
    """

    __slots__ = ("timeframe", "at")

    def __init__(self, columns, timeframe, at):
        super().__init__(columns)
        object.__setattr__(self, "timeframe", timeframe)
        object.__setattr__(self, "at", at)

    def onto(self, column):
        """A column of these bars laid over those of the lower frame, NaN before the first."""
        values = np.asarray(column, dtype=np.float64)
        if values.shape != (len(self),):
            raise ValueError(f"onto takes one value per bar of {self.timeframe} ({len(self)}), not an array of the shape {values.shape}")
        known = ~np.isnan(self.at)
        laid = np.full(len(self.at), np.nan)
        laid[known] = values[self.at[known].astype(np.intp)]
        return laid


class Panel(Bars):
    """The bars of several symbols: arrays of the shape (bars, symbols), NaN where a symbol has no bar."""

    __slots__ = ("symbols", "closes", "_clock", "_bars")

    def __init__(self, columns, clock):
        super().__init__(columns)
        object.__setattr__(self, "_clock", clock)
        object.__setattr__(self, "_bars", None)

    @property
    def bars(self):
        """Those of each symbol, in the order of `symbols`, over the times of all of them."""
        if self._bars is None:
            object.__setattr__(self, "_bars", tuple(self._of(asset) for asset in range(len(self.symbols))))
        return self._bars

    def _of(self, asset):
        names = ("open", "high", "low", "close", "volume", "dividend")
        columns = {name: getattr(self, name)[:, asset] for name in names if hasattr(self, name)}
        columns.setdefault("dividend", read_only(np.zeros(len(self.time))))
        extra = Columns({name: column[:, asset] for name, column in self.extra.items()})
        own = {"symbol": self.symbols[asset], "time": self.time, "extra": types.MappingProxyType(extra)}
        return MarketBars({**own, **columns}, self._clock)


# Before the name of a column beside the bars, and of one that says where they lie in time; as in given-bars.ts.
EXTRA, CLOCK = "extra:", "clock:"


class Clock:
    """
    When bars begin and end, and in which day or session they lie: `start`, `end`, `open` and `close` in milliseconds UTC, `day` and
    `next` in days since 1970. All of it is known when a bar is over.
    """

    __slots__ = ("times", "timeframe", "has_calendar")

    def __init__(self, times, timeframe, has_calendar):
        self.times, self.timeframe, self.has_calendar = times, timeframe, has_calendar


class Columns(dict):
    """Says what there is where something else is asked for."""

    def __missing__(self, name):
        there = f"there are {', '.join(self)}" if self else "there are none: name it under data in the DAG file"
        raise KeyError(f"there is no column {name!r} beside the bars; {there}")


def read_bars(request):
    """Copies columns out of the file; they lie in bytes, which nobody can write to."""
    count, symbols = request["count"], request["symbols"]
    values, times = {}, {}
    extra = Columns()
    offset = 0
    for name in request["columns"]:
        is_of_all = name == "time" or name.startswith(CLOCK)
        width = 1 if is_of_all else len(symbols)
        column = np.frombuffer(read_columns(offset, 8 * count * width), dtype=np.float64)
        offset += 8 * count * width
        # Each symbol lies in one piece; seen from the side, a row is a bar.
        column = column if is_of_all or not request["isPanel"] else column.reshape(width, count).T
        if name.startswith(EXTRA):
            extra[name.removeprefix(EXTRA)] = column
        elif name.startswith(CLOCK):
            times[name.removeprefix(CLOCK)] = column
        else:
            values[name] = column
    values["extra"] = types.MappingProxyType(extra)
    clock = Clock(times, request["timeframe"], request["hasCalendar"])
    if request["isPanel"]:
        return Panel({"symbols": tuple(symbols), "symbol": None, **values}, clock)
    return MarketBars({"symbol": symbols[0], "dividend": np.frombuffer(bytes(8 * count)), **values}, clock)


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
