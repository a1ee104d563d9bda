"""Writes calendars/*.json: the sessions of exchanges as exchange_calendars knows them, corrected by hand.

    python3 -m venv venv && venv/bin/pip install exchange_calendars==4.13.2
    venv/bin/python scripts/calendars/generate-facts.py

Not part of the package. What the two public collections disagree on is settled in CORRECTED below; see
calendars/README.md for sources and licence.
"""

import json
import pathlib
from collections import Counter, defaultdict

import exchange_calendars as xc
import pandas

FACTS = pathlib.Path(__file__).parents[2] / "calendars"
FROM = "2000-01-01"
UNTIL = "2027-12-31"

NAMES = {
    "XNYS": "New York Stock Exchange",
    "XNAS": "Nasdaq",
    "XTSE": "Toronto Stock Exchange",
    "XLON": "London Stock Exchange",
    "XETR": "Xetra, Frankfurt",
    "XPAR": "Euronext Paris",
    "XAMS": "Euronext Amsterdam",
    "XSWX": "SIX Swiss Exchange",
    "XTKS": "Tokyo Stock Exchange",
    "XHKG": "Hong Kong Stock Exchange",
    "XSHG": "Shanghai Stock Exchange",
    "XASX": "Australian Securities Exchange, Sydney",
    "CMES": "CME Globex, all products",
}
# The year after is decreed each autumn: nothing is known of it.
ENDS = {"XSHG": "2026-12-31"}
# exchange_calendars has these as sessions; HKEX cancelled the day: typhoon Saola, black rain.
CORRECTED = {"XHKG": {"2023-09-01", "2023-09-08"}}


def clock(moment, zone):
    return moment.tz_convert(zone).strftime("%H:%M")


def by_year(days):
    years = defaultdict(list)
    for day in sorted(days):
        years[day[:4]].append(day[5:7] + day[8:])
    return {year: " ".join(each) for year, each in sorted(years.items())}


def facts(mic):
    until = ENDS.get(mic, UNTIL)
    calendar = xc.get_calendar(mic, start=FROM, end=until)
    zone = str(calendar.tz)
    spans = {}
    for label, row in calendar.schedule.iterrows():
        day = label.strftime("%Y-%m-%d")
        if day in CORRECTED.get(mic, ()):
            continue
        start, end = clock(row["open"], zone), clock(row["close"], zone)
        has_break = row["break_start"] == row["break_start"]
        pause = f'-{clock(row["break_start"], zone)} {clock(row["break_end"], zone)}' if has_break else ""
        spans[day] = f"{start}{pause}-{end}"
    hours = regular_hours(spans)
    irregular = defaultdict(list)
    for day, text in spans.items():
        usual = [era["spans"] for era in hours if era["since"] <= day][-1]
        if text != usual:
            irregular[text].append(day)
    first, last = sorted(spans)[0], until
    weekdays = [d.strftime("%Y-%m-%d") for d in pandas.bdate_range(FROM, last)]
    return {
        "mic": mic,
        "name": NAMES[mic],
        "zone": zone,
        "from": FROM,
        "until": until,
        "opensDayBefore": calendar.open_offset == -1,
        "hours": hours,
        "closed": by_year(day for day in weekdays if day not in spans),
        "extra": by_year(day for day in spans if day not in set(weekdays)),
        "irregular": {text: by_year(days) for text, days in sorted(irregular.items())},
    }


def regular_hours(spans):
    """Eras: the hours of most sessions of each half-year, joined, with the exact day on which they changed."""
    hours = []
    days = sorted(spans)
    for i in range(0, len(days), 120):
        chunk = days[i : i + 120]
        usual, _ = Counter(spans[d] for d in chunk).most_common(1)[0]
        if not hours or hours[-1]["spans"] != usual:
            first = next(d for d in days[max(0, i - 120) :] if spans[d] == usual)
            hours.append({"since": FROM if not hours else first, "spans": usual})
    return hours


for mic in NAMES:
    text = json.dumps(facts(mic), indent=1, ensure_ascii=True)
    (FACTS / f"{mic.lower()}.json").write_text(text + "\n")
    print(mic, len(text))
