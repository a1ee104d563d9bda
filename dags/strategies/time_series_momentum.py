"""In the market while the close is above where it was some time ago, by more than a band; out below it."""

import numpy as np

params = {
    "lookback": {"kind": "int", "default": 120, "min": 2, "max": 1000, "description": "Bars to look back"},
    "band": {"kind": "float", "default": 0.02, "min": 0, "max": 0.5, "description": "Fraction that the change must exceed"},
}


def signals(bars, params):
    lookback = params["lookback"]
    change = np.zeros(len(bars))
    change[lookback:] = bars.close[lookback:] / bars.close[:-lookback] - 1
    return change > params["band"], change < -params["band"]


def warmup(params):
    return params["lookback"]
