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


def signals(bars: Bars, params: Params) -> Signals:
    window, band = params["window"], params["band"]
    average = np.full(len(bars), np.nan)
    average[window - 1 :] = np.convolve(bars.close, np.ones(window) / window, "valid")
    return bars.close > average * (1 + band), bars.close < average * (1 - band)


def warmup(params: Params) -> int:
    return params["window"]
