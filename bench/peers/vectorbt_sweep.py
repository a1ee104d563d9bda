"""Times vectorbt on the sweep of bench/engine-sweep.ts; prints one line of JSON.

    python vectorbt_sweep.py RUNS COLUMNS

COLUMNS cells are computed at once: 4950 is the whole grid in one call, as vectorbt's own examples do it; in blocks of
about a hundred it is two to three times as fast, because its arrays then fit the caches, and needs less memory.
"""

import gc
import hashlib
import itertools
import json
import pathlib
import sys
import time

import numpy as np
import pandas as pd
import vectorbt as vbt

RUNS, COLUMNS = int(sys.argv[1]), int(sys.argv[2])
DATA = pathlib.Path(__file__).resolve().parents[2] / "datasets/sp500/SPX.csv"
PAIRS = list(itertools.combinations(range(2, 102), 2))
close = pd.read_csv(DATA, index_col="date", parse_dates=True)["close"]


def block(pairs):
    fast, slow = (vbt.MA.run(close, list(windows)) for windows in zip(*pairs))
    entries, exits = fast.ma_crossed_above(slow), fast.ma_crossed_below(slow)
    pf = vbt.Portfolio.from_signals(close, entries, exits, fees=0.001, init_cash=10_000, freq="1D")
    trades = pf.trades
    figures = [
        pf.total_return(),
        pf.sharpe_ratio(),
        pf.max_drawdown(),
        trades.count(),
        pf.sortino_ratio(),
        pf.calmar_ratio(),
        pf.annualized_return(),
        pf.annualized_volatility(),
        trades.win_rate(),
        trades.profit_factor(),
        trades.expectancy(),
        trades.duration.mean(),
        pf.orders.fees.sum(),
    ]
    return np.column_stack([np.asarray(figure) for figure in figures])


def sweep():
    return np.vstack([block(PAIRS[at : at + COLUMNS]) for at in range(0, len(PAIRS), COLUMNS)])


rows = sweep()
lines = "".join(
    f"{fast},{slow},{total:.8f},{sharpe:.8f},{fall:.8f},{int(count)}\n"
    for (fast, slow), (total, sharpe, fall, count, *_) in zip(PAIRS, rows)
)
samples = []
for _ in range(RUNS):
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    sweep()
    samples.append({"wallMs": (time.perf_counter() - wall) * 1000, "cpuMs": (time.process_time() - cpu) * 1000})
report = {
    "name": f"vectorbt {vbt.__version__}",
    "samples": samples,
    "metrics": rows.shape[1],
    "fingerprint": hashlib.sha256(lines.encode()).hexdigest(),
}
print(json.dumps(report))
