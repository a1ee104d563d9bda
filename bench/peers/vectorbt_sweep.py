"""Times vectorbt on the sweep of bench/engine-sweep.ts and prints the result as JSON.

Fast windows are taken one by one: all 4,950 columns at once need more memory than most machines have.
"""

import hashlib
import json
import pathlib
import statistics
import time

import numpy as np
import pandas as pd
import vectorbt as vbt

RUNS = 5
bars = pd.read_csv(
    pathlib.Path(__file__).resolve().parents[2] / "datasets/sp500/SPX.csv", index_col="date", parse_dates=True
)
close = bars["close"]


def sweep():
    rows = []
    for fast in range(2, 101):
        slows = list(range(fast + 1, 102))
        a = vbt.MA.run(close, [fast] * len(slows), short_name="fast")
        b = vbt.MA.run(close, slows, short_name="slow")
        pf = vbt.Portfolio.from_signals(
            close, a.ma_crossed_above(b), a.ma_crossed_below(b), fees=0.001, init_cash=10_000, freq="1D"
        )
        columns = [pf.total_return(), pf.sharpe_ratio(), pf.max_drawdown(), pf.trades.count()]
        rows += [(fast, slow, *values) for slow, *values in zip(slows, *(np.atleast_1d(column) for column in columns))]
    return rows


rows = sweep()
lines = "".join(f"{fast},{slow},{a:.8f},{b:.8f},{c:.8f},{int(d)}\n" for fast, slow, a, b, c, d in rows)
times = []
for _ in range(RUNS):
    start = time.perf_counter()
    sweep()
    times.append((time.perf_counter() - start) * 1000)
print(
    json.dumps(
        {
            "name": f"vectorbt {vbt.__version__} (4 metrics)",
            "cells": len(rows),
            "runs": RUNS,
            "medianMs": statistics.median(times),
            "fingerprint": hashlib.sha256(lines.encode()).hexdigest(),
        }
    )
)
