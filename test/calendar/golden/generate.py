"""Writes sessions.json: what pandas_market_calendars knows of the sessions of exchanges, to hold our own facts against.

    python3 -m venv venv && venv/bin/pip install pandas_market_calendars==5.5.0
    venv/bin/python test/calendar/golden/generate.py

pandas_market_calendars 5.5.0 (MIT) keeps rules of its own for these exchanges, apart from exchange_calendars, from which
ours are generated. (Of XETR, XPAR and XAMS it has a copy of exchange_calendars, so they are not here.)
"""

import hashlib
import json
import pathlib
import re

import pandas
import pandas_market_calendars as pmc

# Since when the two agree on the hours too, and until when both know them.
ORACLES = {
    "XNYS": ("NYSE", "2007-01-01", "2027-12-31"),
    "XNAS": ("NASDAQ", "2007-01-01", "2027-12-31"),
    "XTSE": ("TSX", "2000-01-01", "2027-12-31"),
    "XLON": ("LSE", "2000-01-01", "2027-12-31"),
    "XSWX": ("SIX", "2000-01-01", "2027-12-31"),
    "XTKS": ("JPX", "2000-01-01", "2027-12-31"),
    "XSHG": ("SSE", "2000-01-01", "2026-12-31"),
    "XHKG": ("HKEX", "2012-01-01", "2027-12-31"),
    "XASX": ("ASX", "2013-01-01", "2027-12-31"),
    "CMES": ("CME_Equity", "2000-01-01", "2027-12-31"),
}
# Of these the oracle has other hours (auctions, one product of many, no half days): days alone are compared.
DAYS_ONLY = {"XHKG", "XASX", "CMES"}


def utc(value):
    return value.strftime("%Y-%m-%dT%H:%MZ") if value == value else ""


def lines(name, start, end, days_only):
    table = pmc.get_calendar(name).schedule(start, end)
    for label, row in table.iterrows():
        day = label.strftime("%Y-%m-%d")
        if days_only:
            yield day, day
        else:
            times = [row["market_open"], row["market_close"], row.get("break_start", float("nan")), row.get("break_end", float("nan"))]
            yield day, " ".join([day, *(utc(time) for time in times)]).strip()


golden = {}
for mic, (name, start, end) in ORACLES.items():
    years = {}
    for day, line in lines(name, start, end, mic in DAYS_ONLY):
        years.setdefault(day[:4], []).append(line)
    if mic in DAYS_ONLY:
        sessions = {day for each in years.values() for day in each}
        weekdays = [day.strftime("%Y-%m-%d") for day in pandas.bdate_range(start, end)]
        golden[mic] = {"from": start, "until": end, "closedWeekdays": [day for day in weekdays if day not in sessions]}
    else:
        golden[mic] = {
            year: {"sessions": len(each), "sha256": hashlib.sha256("\n".join(each).encode()).hexdigest()}
            for year, each in years.items()
        }
days_only = {mic: golden.pop(mic) for mic in list(golden) if mic in DAYS_ONLY}
facts = {"source": f"pandas_market_calendars {pmc.__version__}, MIT", "sessionsByYear": golden, "days": days_only}
text = json.dumps(facts, indent=1)
# One line per year, and the days on few lines.
text = re.sub(r"\{\s+(\"sessions\": \d+),\s+(\"sha256\": \"\w+\")\s+\}", r"{ \1, \2 }", text)
text = re.sub(r"\n    \"(\d{4}-\d\d-\d\d)\"(,?)", r' "\1"\2', text)
pathlib.Path(__file__).with_name("sessions.json").write_text(text + "\n")
