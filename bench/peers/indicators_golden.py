"""Writes test/engine/golden/indicators.json: indicators of the S&P 500 closes by TA-Lib and pandas.

    python -m venv venv && venv/bin/pip install TA-Lib pandas
    venv/bin/python bench/peers/indicators_golden.py
"""

import json
import pathlib

import pandas as pd
import talib

ROOT = pathlib.Path(__file__).resolve().parents[2]
bars = pd.read_csv(ROOT / "datasets/sp500/SPX.csv")
close, high, low = (bars[name].astype(float) for name in ("close", "high", "low"))
columns = {}
for window in (2, 14, 200):
    average_up, average_down = (
        change.clip(lower=0).rolling(window).mean() for change in (close.diff(), -close.diff())
    )
    columns |= {
        f"sma {window}": talib.SMA(close, window),
        f"ema {window}": close.ewm(span=window, adjust=False).mean(),
        f"deviation {window}": close.rolling(window).std(ddof=0),
        f"highest {window}": talib.MAX(high, window),
        f"lowest {window}": talib.MIN(low, window),
        f"rsi {window} wilder": talib.RSI(close, window),
        f"rsi {window} simple": 100 * average_up / (average_up + average_down),
    }
at = [200, 201, 202, 1000, 2500, 2501, 4000, 5104]
golden = {"bars": at, "columns": {name: [float(column[bar]) for bar in at] for name, column in columns.items()}}
target = ROOT / "test/engine/golden/indicators.json"
target.write_text(json.dumps(golden, indent=1) + "\n")
