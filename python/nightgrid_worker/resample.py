"""Bars of higher time frames, as src/engine/frames has them for strategies in TypeScript."""

import math
import re

import numpy as np

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
LENGTHS = {"m": MINUTE, "h": 60 * MINUTE, "d": DAY, "w": 7 * DAY}
MONTHS = (1, 3, 6, 12)
WANTED = "minutes or hours (15m, 4h) below a day, 1d, 1w, 1M, 3M, 6M or 12M"


def span_of(frame):
    """Milliseconds and months of a time frame; one of them is None."""
    found = re.fullmatch(r"([1-9]\d{0,6})([mhdwM])", frame) if isinstance(frame, str) else None
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    return (None, count) if unit == "M" else (count * LENGTHS[unit], None)


def frame_span(frame):
    span = span_of(frame)
    if span is not None:
        ms, months = span
        if months in MONTHS if ms is None else ms <= DAY or ms == 7 * DAY:
            return span
    raise ValueError(f"bars.resample takes {WANTED}, not {frame!r:.30}")


def check_fit(frame, span, base):
    """That bars of this length make up whole higher ones."""
    (ms, months), (base_ms, base_months) = span, span_of(base)
    if base_months is not None:
        fits = months is not None and months % base_months == 0
    elif months is not None:
        # A week may lie in two months.
        fits = base_ms <= DAY and DAY % base_ms == 0
    else:
        fits = ms % base_ms == 0
    if not fits:
        raise ValueError(f"Bars of {base} do not fit into bars of {frame}: take a multiple of their length")


def periods(frame, clock, base):
    """
    Of each bar a number that grows from period to period, and when that period is over as it is known at that bar: infinity while
    another of its days is to come. NaN for bars in no session.
    """
    ms, months = span = frame_span(frame)
    if base is not None:
        check_fit(frame, span, base)
    if ms is not None and ms < DAY:
        return within_days(clock, ms)
    number = day_counter(ms, months)
    today, following = number(clock["day"]), number(clock["next"])
    return today, np.where(following > today, clock["close"], math.inf)


def within_days(clock, ms):
    """Minutes and hours from the open on. A period that would end in a break, or after the close, ends with the trading."""
    begins, start = clock["open"], clock["start"]
    never = np.full(len(start), np.nan)
    pause, resume = clock.get("pause", never), clock.get("resume", never)
    at = np.where(start > begins, start, begins)
    at = np.where((at >= pause) & (at < resume), resume, at)
    place = np.floor((at - begins) / ms)
    end = np.minimum(begins + (place + 1) * ms, clock["close"])
    end = np.where((end > pause) & (end <= resume), pause, end)
    return clock["day"] * math.ceil(2 * DAY / ms) + place, end


def day_counter(ms, months):
    if months is not None:
        return lambda day: np.floor(months_of(day) / months)
    # 1970-01-01 was a Thursday; weeks begin on Mondays.
    return (lambda day: day) if ms == DAY else (lambda day: np.floor((day + 3) / 7))


def months_of(day):
    known = ~np.isnan(day)
    found = np.full(len(day), np.nan)
    found[known] = day[known].astype("datetime64[D]").astype("datetime64[M]").astype(np.float64)
    return found


def group_bars(close, clock, frame, base):
    """
    The bars that make up each higher bar, and for each bar the higher one that was known when it was over. A higher bar has ended at
    the first bar that is over when its period is, or that belongs to a later one; nothing is added to it afterwards.
    """
    ids, ends = (column.tolist() for column in periods(frame, clock, base))
    over = clock["end"].tolist()
    priced = (~np.isnan(close)).tolist()
    at = np.full(len(over), np.nan)
    members, last, has_ended, ends_at = [], math.nan, True, math.inf
    for bar, period in enumerate(ids):
        if period == period and period != last:
            has_ended = True
            # A row of a panel without a bar of this symbol begins no period of it.
            if priced[bar]:
                last, has_ended = period, False
                members.append([])
        if period == last and not has_ended:
            if priced[bar]:
                members[-1].append(bar)
            ends_at = ends[bar]
        if not has_ended and over[bar] >= ends_at:
            has_ended = True
        known = len(members) - (1 if has_ended else 2)
        if known >= 0:
            at[bar] = known
    return (members if has_ended else members[:-1]), at


def higher_columns(bars, members):
    """Open of the first, highest high, lowest low, close of the last, volumes and dividends added up, others of the last."""
    flat = np.array([bar for own in members for bar in own], dtype=np.intp)
    sizes = np.array([len(own) for own in members], dtype=np.intp)
    starts = np.cumsum(sizes) - sizes
    firsts = flat[starts] if len(flat) else flat
    lasts = flat[starts + sizes - 1] if len(flat) else flat

    def by(reduce, column):
        return read_only(reduce.reduceat(column[flat], starts) if len(flat) else np.empty(0))

    columns = {
        "symbol": bars.symbol,
        "time": read_only(bars.time[firsts]),
        "open": read_only(bars.open[firsts]),
        "high": by(np.maximum, bars.high),
        "low": by(np.minimum, bars.low),
        "close": read_only(bars.close[lasts]),
        "volume": by(np.add, bars.volume),
        "dividend": by(np.add, bars.dividend),
    }
    return columns, lasts


def read_only(column):
    column.flags.writeable = False
    return column
