"""In the market while the close is above its average, by more than a band; out below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nightgrid import Bars, Params, Signals

params = {
    "window": {"kind": "int", "default": 100, "min": 2, "max": 500},
    "band": {"kind": "float", "default": 0.01, "min": 0, "max": 0.2},
}


def average(values: np.ndarray, window: int) -> np.ndarray:
    """Of the last `window` values; NaN until there are so many."""
    sums = np.cumsum(np.insert(values, 0, 0.0))
    means = np.full(len(values), np.nan)
    means[window - 1 :] = (sums[window:] - sums[:-window]) / window
    return means


def signals(bars: Bars, params: Params) -> Signals:
    window, band = params["window"], params["band"]
    level = average(bars.close, window)
    return bars.close > level * (1 + band), bars.close < level * (1 - band)


def warmup(params: Params) -> int:
    return params["window"]
