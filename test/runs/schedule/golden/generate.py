"""Writes clock-changes.json: when crons are due around changes of clocks, by looking at every minute of UTC.

    python3 -m venv venv && venv/bin/pip install tzdata
    venv/bin/python test/runs/schedule/golden/generate.py

The rule of docs/scheduling.md, worked out by Python's zoneinfo in another way than Nightgrid does: no stretches of offsets, no
cron library, only the clock on the wall in each minute.
"""

import datetime as dt
import json
import pathlib
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)
CHANGES = [
    ("America/New_York", "2026-03-07", "2026-03-10"),
    ("America/New_York", "2026-10-31", "2026-11-03"),
    ("Europe/London", "2026-03-28", "2026-03-31"),
    ("Europe/London", "2026-10-24", "2026-10-27"),
    ("Australia/Sydney", "2026-10-03", "2026-10-06"),
    ("Australia/Sydney", "2026-04-04", "2026-04-07"),
    ("America/Sao_Paulo", "2018-11-03", "2018-11-06"),
    ("America/Sao_Paulo", "2019-02-15", "2019-02-19"),
    ("Africa/Casablanca", "2026-02-14", "2026-02-17"),
    ("Africa/Casablanca", "2026-03-21", "2026-03-24"),
    ("Pacific/Apia", "2011-12-29", "2012-01-01"),
    ("Pacific/Apia", "2012-03-31", "2012-04-03"),
    ("Pacific/Apia", "2012-09-29", "2012-10-02"),
    ("Australia/Lord_Howe", "2026-10-03", "2026-10-06"),
    ("Australia/Lord_Howe", "2026-04-04", "2026-04-07"),
]
CRONS = [
    "30 2 * * *",
    "15 2 * * *",
    "45 1 * * *",
    "0 0 * * *",
    "30 23 * * *",
    "0 12 * * *",
    "30 1,13 * * *",
    "30 2,14 * * *",
    "*/15 1-3 * * *",
    "30 * * * *",
    "20 */2 * * *",
    "30 2 * * 0",
    "0 3 1 * *",
]


def field(text, low, high):
    values = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, last = (low, high) if span == "*" else (int(v) for v in (span.split("-") * 2)[:2])
        values |= set(range(first, last + 1, int(step or 1)))
    return values


def matcher(cron):
    minute, hour, day, month, weekday = (
        field(text, low, high)
        for text, (low, high) in zip(cron.split(), [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)])
    )
    weekday = {value % 7 for value in weekday}
    return lambda wall: (
        wall.minute in minute
        and wall.hour in hour
        and wall.day in day
        and wall.month in month
        and wall.isoweekday() % 7 in weekday
    )


def slots(cron, zone, start, end):
    matches = matcher(cron)
    is_interval = cron.split()[1].startswith("*")
    utc = dt.datetime.fromisoformat(start).replace(tzinfo=dt.timezone.utc)
    until = dt.datetime.fromisoformat(end).replace(tzinfo=dt.timezone.utc)
    before = None
    while utc < until:
        local = utc.astimezone(zone)
        wall = local.replace(tzinfo=None, fold=0)
        is_due = matches(wall) and (is_interval or local.fold == 0)
        if before is not None and not is_interval and wall - before > MINUTE and wall - before < dt.timedelta(days=1):
            left_out = (before + MINUTE * i for i in range(1, int((wall - before) / MINUTE)))
            is_due = is_due or any(matches(each) for each in left_out)
        if is_due:
            yield utc.strftime("%Y-%m-%dT%H:%MZ")
        before = wall
        utc += MINUTE


table = []
for name, start, end in CHANGES:
    for cron in CRONS:
        due = list(slots(cron, ZoneInfo(name), start, end))
        table.append({"zone": name, "from": start, "until": end, "cron": cron, "slots": " ".join(due)})
lines = ",\n".join("  " + json.dumps(row) for row in table)
pathlib.Path(__file__).with_name("clock-changes.json").write_text(f"[\n{lines}\n]\n")
