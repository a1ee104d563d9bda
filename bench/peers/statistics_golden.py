"""Writes test/engine/golden/statistics.json: metrics of random returns by empyrical, SciPy and arch.

    python -m venv venv && venv/bin/pip install empyrical-reloaded scipy arch
    venv/bin/python bench/peers/statistics_golden.py
"""

import json
import math
import pathlib
import sys
import warnings

import empyrical
import numpy as np
import pandas as pd
from arch.bootstrap import optimal_block_length
from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[2]
warnings.filterwarnings("ignore")
BARS_PER_YEAR = 252


def random_returns(rng, kind):
    count = int(rng.integers(2, 5)) if kind == "few" else int(rng.integers(30, 120))
    noise = rng.standard_t(3, count) * 0.01
    if kind == "few":  # small, or a year of them is 1e78
        noise /= 10
    if kind == "sparse":  # a strategy that is seldom in the market
        noise = np.where(rng.random(count) < 0.85, 0, noise)
    if kind == "losing":
        noise = -np.abs(noise) - 1e-4
    if kind == "winning":
        noise = np.abs(noise) + 1e-4
    if kind == "slow":
        noise = pd.Series(noise).ewm(span=9).mean().to_numpy()
    if kind == "ruin":
        noise[count // 2] = -1
        noise[count // 2 + 1 :] = 0
    if kind == "still":
        noise[:] = 0
    return noise.round(6)


def defined(value):
    """None for what is no finite number, and for the 1e16 of a division by the rounding error of a zero."""
    return float(value) if value is not None and math.isfinite(value) and abs(value) < 1e13 else None


def figures(returns, benchmark):
    alpha, beta = empyrical.alpha_beta(returns, benchmark)
    wealth = np.cumprod(1 + returns)
    below = wealth < np.maximum.accumulate(np.append(1, wealth))[1:]
    return {
        "total_return": empyrical.cum_returns_final(returns),
        "annual_return": empyrical.annual_return(returns) if wealth[-1] > 0 else None,  # ours: bankrupt
        "sharpe": empyrical.sharpe_ratio(returns),
        "sortino": empyrical.sortino_ratio(returns),
        "volatility": empyrical.annual_volatility(returns),
        "downside_risk": empyrical.downside_risk(returns),
        "max_drawdown": -empyrical.max_drawdown(returns),
        "omega": empyrical.omega_ratio(returns),
        "var_95": empyrical.value_at_risk(returns),
        "cvar_95": empyrical.conditional_value_at_risk(returns),
        "tail_ratio": empyrical.tail_ratio(returns),
        "stability": empyrical.stability_of_timeseries(returns) if wealth[-1] > 0 else None,  # ours: bankrupt
        "alpha": alpha,
        "beta": beta,
        "skew": stats.skew(returns),
        "kurtosis": stats.kurtosis(returns, fisher=False),
        "time_under_water": below.mean(),
    }


def block_lengths(returns):
    """arch's, but for series where it finds other lags significant than the papers do.

    They divide the autocovariances by R(0); arch divides by the variances of the two overlapping parts, each a value short.
    """
    if len(returns) <= 20 or returns.std() == 0:
        return None
    centred, n = returns - returns.mean(), len(returns)
    limit = 2 * math.sqrt(math.log10(n) / n)
    for lag in range(1, math.ceil(math.sqrt(n)) + 6):
        product = abs(centred[lag:] @ centred[:-lag])
        head, tail = centred[: -(lag + 1)], centred[lag + 1 :]
        if (product < limit * (centred @ centred)) != (product < limit * math.sqrt((head @ head) * (tail @ tail))):
            return None
    lengths = optimal_block_length(returns)
    return {name: defined(lengths[name].iloc[0]) for name in lengths}


def cases(count):
    rng = np.random.default_rng(22)
    kinds = ["plain", "plain", "slow", "sparse", "losing", "winning", "few", "ruin", "still"]
    for index in range(count):
        kind = kinds[index % len(kinds)]
        returns = random_returns(rng, kind)
        benchmark = (0.5 * returns + rng.normal(0, 0.01, len(returns))).round(6)
        yield {
            "kind": kind,
            "returns": returns.tolist(),
            "benchmark": benchmark.tolist(),
            "figures": {name: defined(value) for name, value in figures(returns, benchmark).items()},
            "blocks": block_lengths(returns),
        }


count = int(sys.argv[1]) if len(sys.argv) > 1 else 27
target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "test/engine/golden/statistics.json"
golden = {"empyrical": empyrical.__version__, "cases": list(cases(count))}
target.write_text(json.dumps(golden, separators=(",", ":")).replace("},{", "},\n{") + "\n")
