"""Times backtesting.py on a part of the sweep of bench/engine-sweep.ts and prints the result as JSON.

Its fills are its own (whole units, next open), so it has no fingerprint; the parity of our profile of its name
is held by test/engine/backtesting-golden.test.ts.
"""

import json
import pathlib
import statistics
import time
import warnings

import backtesting
import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda steps, **_: steps
RUNS = 5
CELLS = [(fast, slow) for fast in (5, 10, 20) for slow in (50, 100)]
bars = pd.read_csv(
    pathlib.Path(__file__).resolve().parents[2] / "datasets/sp500/SPX.csv", index_col="date", parse_dates=True
).rename(columns=str.capitalize)


class Crossing(Strategy):
    fast = 10
    slow = 50

    def init(self):
        mean = lambda values, window: pd.Series(values).rolling(window).mean()
        self.a = self.I(mean, self.data.Close, self.fast)
        self.b = self.I(mean, self.data.Close, self.slow)

    def next(self):
        if crossover(self.a, self.b):
            self.buy()
        elif crossover(self.b, self.a):
            self.position.close()


test = Backtest(bars, Crossing, cash=10_000, commission=0.001, finalize_trades=True)
times = []
for _ in range(RUNS):
    start = time.perf_counter()
    for fast, slow in CELLS:
        test.run(fast=fast, slow=slow)
    times.append((time.perf_counter() - start) * 1000)
print(
    json.dumps(
        {
            "name": f"backtesting.py {backtesting.__version__}",
            "cells": len(CELLS),
            "runs": RUNS,
            "medianMs": statistics.median(times),
            "fingerprint": None,
        }
    )
)
