"""Writes test/engine/golden/vectorbt.json: what vectorbt itself makes of given bars and signals.

    python -m venv venv && venv/bin/pip install "vectorbt==1.*"
    venv/bin/python bench/peers/vectorbt_golden.py
"""

import json
import math
import pathlib
import sys

import numpy as np
import pandas as pd
import vectorbt as vbt

ROOT = pathlib.Path(__file__).resolve().parents[2]
COLUMNS = {
    "entry_bar": "entry_idx",
    "exit_bar": "exit_idx",
    "units": "size",
    "entry_price": "entry_price",
    "exit_price": "exit_price",
    "entry_fee": "entry_fees",
    "exit_fee": "exit_fees",
    "pnl": "pnl",
}


def portfolio(bars, signals, case):
    options = dict(
        open=bars["open"],
        high=bars["high"],
        low=bars["low"],
        fees=case["fees"],
        fixed_fees=case["fixed_fees"],
        slippage=case["slippage"],
        init_cash=10_000,
        freq="1D",
    )
    if case["stop_loss"]:
        options["sl_stop"] = case["stop_loss"]
    if case["trailing"]:
        options.update(sl_stop=case["trailing"], sl_trail=True)
    if case["take_profit"]:
        options["tp_stop"] = case["take_profit"]
    long = case["direction"] in ("long", "both")
    short = case["direction"] in ("short", "both")
    nothing = np.zeros(len(bars), dtype=bool)
    return vbt.Portfolio.from_signals(
        bars["close"],
        entries=signals[0] if long else nothing,
        exits=signals[1] if long else nothing,
        short_entries=signals[2] if short else nothing,
        short_exits=signals[3] if short else nothing,
        **options,
    )


def outcome(pf):
    trades = pf.trades.records
    defined = lambda value: None if not math.isfinite(value) else float(value)
    return {
        "trades": {name: trades[column].tolist() for name, column in COLUMNS.items()}
        | {"side": (1 - 2 * trades["direction"]).tolist(), "open": (trades["status"] == 0).tolist()},
        "final_equity": float(pf.final_value()),
        "total_fees": float(pf.orders.fees.sum()),
        "sharpe": defined(pf.sharpe_ratio()),
        "sortino": defined(pf.sortino_ratio()),
        "max_drawdown": defined(-pf.max_drawdown()),
        "annual_return": defined(pf.annualized_return()),
    }


def crossings(close, fast, slow):
    a, b = vbt.MA.run(close, fast), vbt.MA.run(close, slow)
    up, down = a.ma_crossed_above(b).to_numpy(), a.ma_crossed_below(b).to_numpy()
    return [up, down, down, up]


def sp500_cases():
    bars = pd.read_csv(ROOT / "datasets/sp500/SPX.csv", index_col="date", parse_dates=True)
    plain = dict(fees=0.001, fixed_fees=0, slippage=0, stop_loss=0, take_profit=0, trailing=0, direction="long")
    changes = [
        dict(direction="short"),
        dict(direction="both"),
        dict(direction="both", fixed_fees=5, slippage=0.002),
        dict(stop_loss=0.03),
        dict(stop_loss=0.03, take_profit=0.05, slippage=0.001),
        dict(trailing=0.04, direction="both"),
        dict(trailing=0.02, take_profit=0.02, direction="short"),
    ]
    for fast, slow in [(10, 50), (20, 100)]:
        signals = crossings(bars["close"], fast, slow)
        for change in changes:
            case = plain | change
            yield {"fast": fast, "slow": slow, "case": case} | outcome(portfolio(bars, signals, case))


def random_cases(count):
    rng = np.random.default_rng(20)
    for _ in range(count):
        n = 60
        close = 100 * np.exp(np.cumsum(rng.normal(0, 0.04, n)))
        open_ = np.concatenate([[100], close[:-1]]) * np.exp(rng.normal(0, 0.02, n))
        wick = np.exp(np.abs(rng.normal(0, 0.02, n)))
        bars = pd.DataFrame(
            dict(open=open_, high=np.maximum(open_, close) * wick, low=np.minimum(open_, close) / wick, close=close),
            index=pd.date_range("2020-01-01", periods=n),
        ).round(4)
        signals = [rng.random(n) < 0.15 for _ in range(4)]
        pick = lambda *values: values[rng.integers(len(values))]
        case = dict(
            fees=pick(0, 0.001, 0.02),
            fixed_fees=pick(0, 0, 3),
            slippage=pick(0, 0.001, 0.01),
            stop_loss=pick(0, 0.03, 0.1),
            take_profit=pick(0, 0.03, 0.1),
            trailing=0,
            direction=pick("long", "short", "both"),
        )
        if rng.random() < 0.4:
            case.update(stop_loss=0, trailing=pick(0.02, 0.08))
        yield {
            "bars": {name: bars[name].tolist() for name in bars},
            "signals": ["".join("x" if told else "." for told in column) for column in signals],
            "case": case,
        } | outcome(portfolio(bars, signals, case))


count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "test/engine/golden/vectorbt.json"
golden = {"vectorbt": vbt.__version__, "sp500": list(sp500_cases()), "random": list(random_cases(count))}
target.write_text(json.dumps(golden, separators=(",", ":")).replace('},{', '},\n{') + "\n")
