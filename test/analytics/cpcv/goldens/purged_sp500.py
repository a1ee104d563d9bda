"""
Combinatorial purged cross-validation of momentum rules on the S&P 500 by skfolio and numpy, for
test/analytics/cpcv/skfolio-golden.test.ts.

    pip install skfolio numpy
    python purged_sp500.py datasets/sp500/SPX.csv > purged-sp500.json

A cell holds the index on the day after each day whose close is above that of `lookback` days before. skfolio says which days are
trained and tested in each split and how paths are put together; numpy measures.
"""
import csv
import json
import sys

import numpy as np
import skfolio
from skfolio.model_selection import CombinatorialPurgedCV

LOOKBACKS = [5, 10, 20, 40, 60, 90, 120, 180, 250]
GROUPS, TEST, PURGE, EMBARGO = 10, 2, 5, 3
DAYS = 5_000  # groups of equal length

with open(sys.argv[1], newline="") as file:
    close = np.array([float(row["close"]) for row in csv.DictReader(file)])
moves = close[1:] / close[:-1] - 1


def returns_of(lookback):
    held = np.zeros(len(moves))
    held[lookback:] = close[lookback:-1] > close[: -lookback - 1]
    return (held * moves)[-DAYS:]


def sharpe(returns):
    return np.mean(returns) / np.std(returns, ddof=1) * np.sqrt(252)


cells = np.array([returns_of(lookback) for lookback in LOOKBACKS])
cv = CombinatorialPurgedCV(n_folds=GROUPS, n_test_folds=TEST, purged_size=PURGE, embargo_size=EMBARGO)
days = np.arange(DAYS).reshape(-1, 1)
path_of = cv.get_path_ids()  # per split, per tested fold: the path that takes it
paths = {}
splits = []
for number, (train, tests) in enumerate(cv.split(days)):
    trained = [sharpe(cell[train]) for cell in cells]
    best = int(np.argmax(trained))
    tested = np.concatenate(tests)
    for test, path in zip(tests, path_of[number]):
        paths.setdefault(int(path), {})[int(test[0])] = cells[best][test]
    splits.append(
        {
            "trained_days": len(train),
            "cell": best,
            "trained": float(trained[best]),
            "outside": float(sharpe(cells[best][tested])),
        }
    )
joined = [np.concatenate([parts[first] for first in sorted(parts)]) for _, parts in sorted(paths.items())]
json.dump(
    {
        "skfolio": skfolio.__version__,
        "lookbacks": LOOKBACKS,
        "days": DAYS,
        "groups": GROUPS,
        "test": TEST,
        "purge": PURGE,
        "embargo": EMBARGO,
        "splits": splits,
        "paths": sorted(float(sharpe(path)) for path in joined),
    },
    sys.stdout,
    indent=1,
)
