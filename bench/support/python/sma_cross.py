"""The moving-average crossover of bench/python-sweep.ts, as people write it in numpy."""

import numpy as np

params = {
    "fast": {"kind": "int", "default": 20, "min": 1, "max": 10_000},
    "slow": {"kind": "int", "default": 50, "min": 1, "max": 10_000},
}


def average(bars, window):
    """Computed once for each window; the cells of a sweep share it."""

    def compute():
        sums = np.cumsum(bars.close)
        sums[window:] -= sums[:-window].copy()
        sums[: window - 1] = np.nan
        return sums / window

    return bars.own(f"average {window}", compute)


def signals(bars, params):
    distance = average(bars, params["fast"]) - average(bars, params["slow"])
    above, below = distance > 0, distance < 0
    entries, exits = np.zeros(len(bars), bool), np.zeros(len(bars), bool)
    entries[1:] = above[1:] & (distance <= 0)[:-1]
    exits[1:] = below[1:] & (distance >= 0)[:-1]
    return entries, exits
