"""Where bars lie in the sessions of their market, as src/engine/frames/session-view.ts has it for strategies in TypeScript."""

import math

import numpy as np

from nightgrid_worker.resample import DAY, MINUTE, read_only


class Session:
    """
    One value per bar, NaN for a bar in no session. All of it is known when the bar is over: the close is the planned one. `index` and
    `bar` count sessions and bars within them from 0; `day`, `open` and `close` are milliseconds UTC.
    """

    __slots__ = (
        "index",
        "bar",
        "day",
        "open",
        "close",
        "minutes_since_open",
        "minutes_to_close",
        "is_first",
        "is_last",
        "_bars",
        "_clock",
        "_ranges",
        "_vwap",
    )

    def __init__(self, bars, clock):
        day, opens, closes, end = clock["day"], clock["open"], clock["close"], clock["end"]
        inside = ~np.isnan(day)
        self._bars, self._clock, self._ranges, self._vwap = bars, clock, {}, None
        self.index, self.bar, self.is_first = places(day, bars.close)
        self.is_last = read_only(inside & ~np.isnan(bars.close) & (end >= closes))
        for name, column in {
            "day": day * DAY,
            "open": opens,
            "close": closes,
            "minutes_since_open": (end - opens) / MINUTE,
            "minutes_to_close": (closes - end) / MINUTE,
        }.items():
            setattr(self, name, read_only(np.where(inside, column, np.nan)))

    def opening_range(self, minutes):
        """High and low of the bars that end within the first minutes of their session; NaN until these are over."""
        if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or not minutes > 0:
            raise ValueError(f"session.opening_range takes a number of minutes above 0, not {minutes!r:.30}")
        if minutes not in self._ranges:
            self._ranges[minutes] = opening_range(self._bars, self._clock, minutes)
        return self._ranges[minutes]

    def vwap(self):
        """Average price by volume since the open; the price of a bar is the mean of high, low and close."""
        if self._vwap is None:
            self._vwap = vwap(self._bars, self._clock)
        return self._vwap


def places(day, close):
    index, place = np.full(len(day), np.nan), np.full(len(day), np.nan)
    is_first = np.zeros(len(day), dtype=bool)
    today, sessions, count = math.nan, 0, 0
    for bar in np.flatnonzero(~np.isnan(day) & ~np.isnan(close)):
        if day[bar] != today:
            today, count = day[bar], 0
            sessions += 1
            is_first[bar] = True
        index[bar], place[bar] = sessions - 1, count
        count += 1
    return read_only(index), read_only(place), read_only(is_first)


def opening_range(bars, clock, minutes):
    day, opens, end = clock["day"], clock["open"], clock["end"]
    high, low = np.full(len(day), np.nan), np.full(len(day), np.nan)
    today, highest, lowest = math.nan, math.nan, math.nan
    for bar in np.flatnonzero(~np.isnan(day)):
        if day[bar] != today:
            today, highest, lowest = day[bar], math.nan, math.nan
        over = opens[bar] + minutes * MINUTE
        if end[bar] <= over and not math.isnan(bars.close[bar]):
            highest, lowest = np.fmax(highest, bars.high[bar]), np.fmin(lowest, bars.low[bar])
        if end[bar] >= over:
            high[bar], low[bar] = highest, lowest
    return read_only(high), read_only(low)


def vwap(bars, clock):
    day = clock["day"]
    average = np.full(len(day), np.nan)
    price = (bars.high + bars.low + bars.close) / 3
    today, value, traded = math.nan, 0.0, 0.0
    for bar in np.flatnonzero(~np.isnan(day)):
        if day[bar] != today:
            today, value, traded = day[bar], 0.0, 0.0
        if not math.isnan(price[bar]):
            value += price[bar] * bars.volume[bar]
            traded += bars.volume[bar]
        if traded > 0:
            average[bar] = value / traded
    return read_only(average)
