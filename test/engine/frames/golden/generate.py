"""Writes frames.json beside it: invented bars, and what pandas and exchange_calendars make of them.

    python -m venv venv && venv/bin/pip install pandas==3.1.1 exchange_calendars==4.13.2
    venv/bin/python test/engine/frames/golden/generate.py

Higher bars are pandas' aggregates; which of them is known at a bar is told by clocks alone: all whose end is not after
the end of that bar. Ends come from the schedule of exchange_calendars, and from the calendar of days where there is none.
"""

import json
import pathlib

import exchange_calendars as xcals
import numpy as np
import pandas as pd

random = np.random.default_rng(69)
HOW = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}


def priced(index):
    """Invented prices for bars that begin at these moments."""
    close = 50 * np.exp(np.cumsum(random.normal(0, 0.004, len(index))))
    opens = np.concatenate([[50], close[:-1]]) * np.exp(random.normal(0, 0.001, len(index)))
    frame = pd.DataFrame({"open": opens, "close": close}, index=index).round(2)
    frame["high"] = (frame.max(axis=1) + random.integers(0, 20, len(index)) / 100).round(2)
    frame["low"] = (frame[["open", "close"]].min(axis=1) - random.integers(0, 20, len(index)) / 100).round(2)
    frame["volume"] = random.integers(0, 500, len(index)).astype(float)
    return frame


def thinned(index, share=0.03):
    """As data are: some bars are missing."""
    return index[random.random(len(index)) > share]


def ms(moments):
    return [int(pd.Timestamp(moment).value // 1_000_000) for moment in moments]


def grouped(frame, keys, ends_of, bar_ends):
    """Aggregates by key, and for each bar the last group that had ended with it."""
    inside = keys.notna()
    groups = frame[inside].groupby(keys[inside], sort=True)
    higher = groups.agg(HOW)
    starts = [own.index[0] for _, own in groups]
    ends = [ends_of(key) for key in higher.index]
    at = [sum(end <= over for end in ends) - 1 for over in bar_ends]
    known = max(at) + 1
    return {
        "time": ms(starts)[:known],
        **{name: higher[name].tolist()[:known] for name in HOW},
        "at": [None if index < 0 else index for index in at],
    }


def calendar_case(name, calendar, timeframe, first, last, frames):
    """Bars from open to close of each session, labelled by their start."""
    market = xcals.get_calendar(calendar, start="2015-01-01", end="2027-12-31" if calendar != "XSHG" else "2026-12-31")
    length = pd.Timedelta(timeframe.replace("m", "min"))
    schedule = market.schedule.loc[first:last]
    whole = market.schedule
    starts = []
    for row in schedule.itertuples():
        spans = [(row.open, row.close)] if pd.isna(row.break_start) else [(row.open, row.break_start), (row.break_end, row.close)]
        for begin, end in spans:
            starts.extend(pd.date_range(begin, end, freq=length, inclusive="left"))
    frame = priced(thinned(pd.DatetimeIndex(starts)))
    # What is traded before and after the session is in none.
    extra = pd.DatetimeIndex([schedule.open.iloc[2] - pd.Timedelta("2h"), schedule.close.iloc[2] + pd.Timedelta("1h")])
    if calendar in ("XNYS", "XTKS"):
        frame = pd.concat([frame, priced(extra)]).sort_index()
    position = whole.open.searchsorted(frame.index, side="right") - 1
    label = pd.Series(whole.index[position], index=frame.index)
    opens = pd.Series(whole.open.iloc[position].to_numpy(), index=frame.index).dt.tz_localize("UTC") if whole.open.dt.tz is None else pd.Series(whole.open.iloc[position].array, index=frame.index)
    closes = pd.Series(whole.close.iloc[position].array, index=frame.index)
    label[frame.index >= closes] = pd.NaT
    ends = pd.Series([min(start + length, close) if pd.notna(day) else start + length for start, close, day in zip(frame.index, closes, label)], index=frame.index)

    def day_end(day):
        return whole.close[day]

    def last_close(period):
        """Close of the last session of the period, traded or not."""
        days = whole.index[whole.index.to_period(period.freqstr) == period]
        return whole.close[days[-1]]

    out = {}
    for asked in frames:
        if asked == "1d":
            keys, ends_of = label, day_end
        elif asked in ("1w", "1M"):
            periods = label.dt.to_period({"1w": "W-SUN", "1M": "M"}[asked])
            keys, ends_of = periods, last_close
        else:
            step = pd.Timedelta(asked.replace("m", "min"))
            place = ((pd.Series(frame.index, index=frame.index) - opens) // step).where(label.notna())
            keys = pd.Series([None if pd.isna(day) else (day, int(k)) for day, k in zip(label, place)], index=frame.index, dtype=object)

            def ends_of(key, step=step):
                day, k = key
                end = min(whole.open[day] + (k + 1) * step, whole.close[day])
                rest, back = whole.break_start[day], whole.break_end[day]
                return rest if pd.notna(rest) and rest < end <= back else end

        out[asked] = grouped(frame, keys, ends_of, ends)

    inside = label.notna()
    of_day = frame[inside].groupby(label[inside])
    typical = (frame.high + frame.low + frame.close) / 3
    value = (typical * frame.volume)[inside].groupby(label[inside]).cumsum()
    volume = frame.volume[inside].groupby(label[inside]).cumsum()
    minute = pd.Timedelta("1min")
    over = opens + pd.Timedelta("30min")
    within = inside & (ends <= over)
    high = frame.high.where(within).groupby(label).transform("max").where(inside & (ends >= over))
    low = frame.low.where(within).groupby(label).transform("min").where(inside & (ends >= over))

    def column(values):
        values = pd.Series(values, index=frame.index).astype(float)
        return [None if np.isnan(x) or np.isinf(x) else x for x in values]

    session = {
        "index": column(pd.Series(label.map({day: i for i, day in enumerate(sorted(label.dropna().unique()))}), index=frame.index)),
        "bar": column(of_day.cumcount().reindex(frame.index)),
        "minutesSinceOpen": column(((ends - opens) / minute).where(inside)),
        "minutesToClose": column(((closes - ends) / minute).where(inside)),
        "isLast": column((inside & (ends == closes)).astype(float)),
        "vwap": column((value / volume).reindex(frame.index)),
        "rangeHigh": column(high),
        "rangeLow": column(low),
    }
    return {"name": name, "calendar": calendar, "timeframe": timeframe, **bars_of(frame), "frames": out, "session": session}


def bars_of(frame):
    return {"time": ms(frame.index), **{name: frame[name].tolist() for name in HOW}}


def plain_case(name, timeframe, index, frames, zone=None):
    """Days, weeks and months of the calendar, in a zone where one is given."""
    frame = priced(thinned(index))
    length = pd.Timedelta(timeframe.replace("m", "min"))
    ends = pd.Series(frame.index + length, index=frame.index)
    local = frame.index.tz_convert(zone or "UTC")
    midnight = pd.Series(local.normalize(), index=frame.index)
    out = {}
    for asked in frames:
        if asked in ("1d", "1w", "1M", "3M"):
            freq = {"1d": "D", "1w": "W-SUN", "1M": "M", "3M": "Q"}[asked]
            keys = pd.Series(local.tz_localize(None).to_period(freq), index=frame.index)

            def ends_of(period):
                return (period.end_time + pd.Timedelta("1ns")).tz_localize(zone or "UTC").tz_convert("UTC")

        else:
            step = pd.Timedelta(asked)
            place = (pd.Series(local, index=frame.index) - midnight) // step
            keys = pd.Series([(day, int(k)) for day, k in zip(midnight, place)], index=frame.index, dtype=object)

            def ends_of(key, step=step):
                day, k = key
                following = (day.tz_localize(None) + pd.Timedelta("1D")).tz_localize(day.tz)
                return min(day + (k + 1) * step, following)

        out[asked] = grouped(frame, keys, ends_of, ends)
    case = {"name": name, "timeframe": timeframe, **bars_of(frame), "frames": out}
    return {**case, "zone": zone} if zone else case


utc = {"tz": "UTC"}
cases = [
    plain_case("weekdays", "1d", pd.bdate_range("2019-11-20", "2021-02-10", **utc), ["1d", "1w", "1M", "3M"]),
    plain_case("every day", "1d", pd.date_range("2022-01-05", "2022-09-01", **utc), ["1w", "1M"]),
    plain_case("hours of UTC", "1h", pd.date_range("2023-02-27 05:00", "2023-04-04", freq="1h", **utc), ["4h", "1d", "1w", "1M"]),
    plain_case(
        "hours across changes of clocks",
        "1h",
        pd.date_range("2023-03-09 12:00", "2023-03-21", freq="1h", **utc).append(
            pd.date_range("2023-11-02", "2023-11-10", freq="1h", **utc)
        ),
        ["4h", "1d", "1w"],
        "America/New_York",
    ),
    calendar_case("New York, early close, clocks set back", "XNYS", "15m", "2023-10-30", "2023-12-29", ["30m", "1h", "2h", "1d", "1w", "1M"]),
    calendar_case("New York, a week that ends on Thursday", "XNYS", "30m", "2024-03-11", "2024-04-05", ["1h", "1d", "1w", "1M"]),
    calendar_case("Tokyo, lunch and Golden Week", "XTKS", "15m", "2024-04-22", "2024-05-17", ["1h", "2h", "1d", "1w"]),
    calendar_case("Chicago, overnight", "CMES", "30m", "2023-11-13", "2023-12-01", ["4h", "1d", "1w"]),
    calendar_case("never closed", "24/7", "1h", "2024-02-20", "2024-03-15", ["4h", "1d", "1w", "1M"]),
]
pathlib.Path(__file__).with_name("frames.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
