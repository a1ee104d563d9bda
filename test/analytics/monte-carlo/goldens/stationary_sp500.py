"""
Monte Carlo of the S&P 500 by arch and numpy, for test/analytics/monte-carlo/arch-golden.test.ts.

    pip install arch numpy
    python stationary_sp500.py datasets/sp500.csv > stationary-sp500.json

20,000 resamples of the close-to-close returns by the stationary bootstrap, in blocks of 8 on average.
"""
import csv
import json
import sys

import arch
import numpy as np
from arch.bootstrap import StationaryBootstrap

PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95]
RUNS = 20_000
BLOCK = 8
RUIN = 0.5

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
name = next(key for key in rows[0] if key.lower() == "close")
close = np.array([float(row[name]) for row in rows])
returns = close[1:] / close[:-1] - 1


def figures(drawn):
    values = np.cumprod(1 + drawn)
    peaks = np.maximum(1, np.maximum.accumulate(values))
    return (
        values[-1] - 1,
        np.mean(drawn) / np.std(drawn, ddof=1) * np.sqrt(252),
        np.max(1 - values / peaks),
        min(1, np.min(values)),
    )


bootstrap = StationaryBootstrap(BLOCK, returns, seed=20261130)
found = bootstrap.apply(lambda drawn: np.array(figures(drawn)), RUNS)
final, sharpe, drawdown, lowest = found.T
real = figures(returns)
print(
    json.dumps(
        {
            "made_by": f"arch {arch.__version__}, numpy {np.__version__}",
            "runs": RUNS,
            "block": BLOCK,
            "ruin": RUIN,
            "probabilities": PROBABILITIES,
            "return": list(np.quantile(final, PROBABILITIES)),
            "sharpe": list(np.quantile(sharpe, PROBABILITIES)),
            "drawdown": list(np.quantile(drawdown, PROBABILITIES)),
            "p_loss": float(np.mean(final < 0)),
            "p_ruin": float(np.mean(lowest <= RUIN)),
            "drawdown_place": float(np.mean(drawdown < real[2])),
            "real": {"return": real[0], "sharpe": real[1], "drawdown": real[2]},
        },
        indent=1,
        default=float,
    )
)
