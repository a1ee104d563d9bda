"""
Break-even costs by numpy and SciPy, for test/engine/metrics/series/break-even.test.ts.

    pip install numpy scipy
    python break_even.py datasets/sp500/SPX.csv > break-even.json

Moving-average crossovers, long only, the whole account at the next open, at some commission of each side. `formula`: the cost at which
the product of 1 + return − cost × traded share is 1, by Brent's method. `simulated`: the commission, beyond that one, at which the
account itself, traded anew from its signals, ends where it began. The two agree but for what an entry's own cost takes from its size.
"""
import csv
import json
import sys

import numpy as np
import scipy
from scipy.optimize import brentq

CELLS = [(5, 20, 10), (10, 50, 0), (10, 50, 10), (20, 100, 5), (50, 200, 10), (3, 10, 30)]
CAPITAL = 100_000.0

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
column = lambda name: np.array([float(row[next(k for k in row if k.lower() == name)]) for row in rows])
open_, close = column("open"), column("close")


def average(length):
    sums = np.cumsum(np.insert(close, 0, 0))
    return np.concatenate([np.full(length - 1, np.nan), (sums[length:] - sums[:-length]) / length])


def account(fast, slow, rate):
    quick, calm = average(fast), average(slow)
    above = quick > calm
    cash, units, equity, traded = CAPITAL, 0.0, [], []
    want = None
    for bar in range(len(close)):
        value = 0.0
        if want is True and units == 0:
            units = cash / (open_[bar] * (1 + rate))
            value, cash = units * open_[bar], 0.0
        elif want is False and units > 0:
            value = units * open_[bar]
            cash, units = value * (1 - rate), 0.0
        traded.append(value)
        equity.append(cash + units * close[bar])
        known = bar > 0 and not np.isnan(calm[bar - 1])
        crossed_up = known and above[bar] and quick[bar - 1] < calm[bar - 1]
        crossed_down = known and quick[bar] < calm[bar] and above[bar - 1]
        want = True if crossed_up else False if crossed_down else None
    return np.array(equity), np.array(traded)


def case(fast, slow, bps):
    equity, traded = account(fast, slow, bps / 1e4)
    before = np.insert(equity[:-1], 0, CAPITAL)
    growth, shares = equity / before, traded / before
    limit = np.min(growth[shares > 0] / shares[shares > 0])
    formula = brentq(lambda c: np.sum(np.log(growth - c * shares)), -0.5, limit * (1 - 1e-12), xtol=1e-15, rtol=1e-14)
    simulated = brentq(lambda c: account(fast, slow, bps / 1e4 + c)[0][-1] - CAPITAL, -bps / 1e4 - 0.05, 0.2, xtol=1e-12)
    return {
        "fast": fast,
        "slow": slow,
        "commission_bps": bps,
        "total_return": equity[-1] / CAPITAL - 1,
        "formula": formula * 1e4,
        "simulated": simulated * 1e4,
    }


made_by = f"numpy {np.__version__}, SciPy {scipy.__version__}"
print(json.dumps({"made_by": made_by, "cases": [case(*cell) for cell in CELLS]}, indent=1, default=float))
