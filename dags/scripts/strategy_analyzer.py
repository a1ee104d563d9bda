#!/usr/bin/env python3
"""Sells a straddle or a strangle on the S&P 500 every week, and writes what became of it.

A script as there are many: it knows nothing of Nightgrid, reads a CSV file, and leaves
trades.csv, pnl.csv, summary.csv and metadata.json in the folder that it is given. It needs
nothing but Python 3 itself. By hand:

    python3 dags/scripts/strategy_analyzer.py --strike_selection atm --output_dir /tmp/out
"""

import argparse
import csv
import datetime
import json
import math
import os
import statistics

DATA = os.path.join(os.path.dirname(__file__), "..", "..", "datasets", "sp500", "SPX.csv")
YEAR = 252
# How far from the price the strikes lie, in standard deviations of a holding period.
DISTANCE = {"atm": 0.0, "otm1": 0.5, "otm2": 1.0}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--capital", type=float, default=100_000)
    parser.add_argument("--strike_selection", choices=sorted(DISTANCE), default="atm")
    parser.add_argument("--hold_days", type=int, default=5, help="trading days until expiry")
    parser.add_argument("--premium", type=float, default=1.1, help="implied over realised volatility")
    parser.add_argument("--entry_time", default="09:20")
    parser.add_argument("--start_date", default=os.environ.get("BACKTEST_START_DATE") or "2010-01-01")
    parser.add_argument("--end_date", default=os.environ.get("BACKTEST_END_DATE") or "2019-12-31")
    parser.add_argument("--output_dir", default=os.environ.get("BACKTEST_OUTPUT_DIR", "."))
    return parser.parse_args()


def prices(first, last):
    """Days and closes from a quarter before the first day on, for the volatility."""
    before = (datetime.date.fromisoformat(first) - datetime.timedelta(days=90)).isoformat()
    with open(DATA, newline="") as file:
        rows = [(row["date"], float(row["close"])) for row in csv.DictReader(file)]
    return [(day, close) for day, close in rows if before <= day <= last]


def normal(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def option_price(kind, spot, strike, years, volatility):
    """Black and Scholes (1973), without interest."""
    spread = volatility * math.sqrt(years)
    d1 = math.log(spot / strike) / spread + spread / 2
    call = spot * normal(d1) - strike * normal(d1 - spread)
    return call if kind == "call" else call - spot + strike


def trades(days, options):
    """One short call and one short put at a time, held until they expire."""
    distance = DISTANCE[options.strike_selection]
    found = []
    at = next(i for i, (day, _) in enumerate(days) if day >= options.start_date)
    begin = at
    while at + options.hold_days < len(days):
        day, spot = days[at]
        moves = [math.log(days[i][1] / days[i - 1][1]) for i in range(at - 20, at)]
        volatility = max(0.05, statistics.stdev(moves) * math.sqrt(YEAR)) * options.premium
        years = options.hold_days / YEAR
        width = distance * volatility * math.sqrt(years)
        exit_day, expiry = days[at + options.hold_days]
        for kind, strike in (("call", spot * math.exp(width)), ("put", spot * math.exp(-width))):
            earned = option_price(kind, spot, strike, years, volatility)
            paid = max(0.0, expiry - strike if kind == "call" else strike - expiry)
            units = options.capital / spot
            found.append((day, exit_day, round(strike, 2), kind, round((earned - paid) * units, 2)))
        at += options.hold_days
        print(f"nightgrid:progress {(at - begin) / (len(days) - begin):.3f}")
    return found


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def main():
    options = arguments()
    days = prices(options.start_date, options.end_date)
    found = trades(days, options)
    print(f"{len(found)} options sold, {options.strike_selection}")
    by_day = {}
    for _, exit_day, _, _, pnl in found:
        by_day[exit_day] = by_day.get(exit_day, 0.0) + pnl
    total, peak, fall, daily = 0.0, 0.0, 0.0, []
    for day, _ in days:
        if day < options.start_date:
            continue
        pnl = by_day.get(day, 0.0)
        total += pnl
        peak = max(peak, total)
        fall = max(fall, (peak - total) / (options.capital + peak))
        daily.append((day, round(pnl, 2), round(total, 2)))
    won = sum(pnl > 0 for *_, pnl in found) / len(found)
    os.makedirs(options.output_dir, exist_ok=True)
    write(
        options.output_dir,
        "trades.csv",
        ["entry_time", "exit_time", "strike", "option_type", "pnl"],
        [(f"{day}T{options.entry_time}:00", f"{end}T16:00:00", *rest) for day, end, *rest in found],
    )
    write(options.output_dir, "pnl.csv", ["date", "pnl", "cumulative_pnl"], daily)
    summary = {"total_pnl": round(total, 2), "win_rate": won, "max_drawdown": fall, "worst_trade": min(t[-1] for t in found)}
    write(options.output_dir, "summary.csv", ["metric", "value"], summary.items())
    with open(os.path.join(options.output_dir, "metadata.json"), "w") as file:
        stamp = datetime.datetime.now(datetime.timezone.utc).isoformat()
        json.dump({"parameters": vars(options), "timestamp": stamp}, file, indent=2)


if __name__ == "__main__":
    main()
