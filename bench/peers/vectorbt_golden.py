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


PLAIN = dict(
    cash=10_000,
    fees=0.001,
    fixed_fees=0,
    slippage=0,
    stop_loss=0,
    take_profit=0,
    trailing=0,
    direction="long",
    size=1,
    fill="close",
    timeframe="1D",
)


def portfolio(bars, signals, case):
    options = dict(
        open=bars["open"],
        high=bars["high"],
        low=bars["low"],
        fees=case["fees"],
        fixed_fees=case["fixed_fees"],
        slippage=case["slippage"],
        init_cash=case["cash"],
        freq=case["timeframe"],
    )
    if case["stop_loss"]:
        options["sl_stop"] = case["stop_loss"]
    if case["trailing"]:
        options.update(sl_stop=case["trailing"], sl_trail=True)
    if case["take_profit"]:
        options["tp_stop"] = case["take_profit"]
    if case["size"] < 1:
        options.update(size=case["size"], size_type="percent")
    long = case["direction"] in ("long", "both")
    short = case["direction"] in ("short", "both")
    if case["fill"] == "open":  # at the open of the bar after the signal
        signals = [np.concatenate([[False], column[:-1]]) for column in signals]
        options["price"] = bars["open"]
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
    closed = pf.trades.closed
    defined = lambda value: None if not math.isfinite(value) else float(value)
    has_growth = len(pf.wrapper.index) > 1 and pf.final_value() > 0  # ours: too_few_bars, bankrupt
    return {
        "trades": {name: trades[column].tolist() for name, column in COLUMNS.items()}
        | {
            "side": (1 - 2 * trades["direction"]).tolist(),
            "open": (trades["status"] == 0).tolist(),
            "return": trades["return"].tolist(),
        },
        "figures": {
            "final_equity": float(pf.final_value()),
            "total_return": float(pf.total_return()),
            "total_trades": int(pf.trades.count()),
            "open_trades": int(pf.trades.open.count()),
            "total_fees": float(pf.orders.fees.sum()),
            "sharpe": defined(pf.sharpe_ratio()),
            "sortino": defined(pf.sortino_ratio()),
            "calmar": defined(pf.calmar_ratio()) if has_growth else None,
            "omega": defined(pf.omega_ratio()),
            "volatility": defined(pf.annualized_volatility()),
            "max_drawdown": float(-pf.drawdowns.max_drawdown()) if pf.drawdowns.count() else 0,
            "max_drawdown_bars": int(pf.drawdowns.duration.max()) if pf.drawdowns.count() else 0,
            "annual_return": defined(pf.annualized_return()) if has_growth else None,
            "win_rate": defined(closed.win_rate()),
            "profit_factor": defined(closed.profit_factor()),
            "expectancy": defined(closed.expectancy()),
            "mean_bars": defined(closed.duration.mean()) if closed.count() else None,
            "exposure": float(pf.position_coverage()),
        },
    }


def crossings(close, fast, slow):
    a, b = vbt.MA.run(close, fast), vbt.MA.run(close, slow)
    up, down = a.ma_crossed_above(b).to_numpy(), a.ma_crossed_below(b).to_numpy()
    return [up, down, down, up]


def sp500_cases():
    bars = pd.read_csv(ROOT / "datasets/sp500/SPX.csv", index_col="date", parse_dates=True)
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
            case = PLAIN | change
            yield {"fast": fast, "slow": slow, "case": case} | outcome(portfolio(bars, signals, case))


def random_bars(rng, kind):
    n = {"short": int(rng.integers(1, 4)), "still": 20}.get(kind, 60)
    close = 100 * np.exp(np.cumsum(rng.normal(0, 0 if kind == "still" else 0.04, n)))
    gap, spread = (0.01, 0.01) if kind in ("grid", "crossing") else (0.02, 0.02)
    if kind == "still":
        gap = spread = 0
    open_ = np.concatenate([[100], close[:-1]]) * np.exp(rng.normal(0, gap, n))
    wick = np.exp(np.abs(rng.normal(0, spread, n)))
    bars = pd.DataFrame(
        dict(open=open_, high=np.maximum(open_, close) * wick, low=np.minimum(open_, close) / wick, close=close),
        index=pd.date_range("2020-01-01", periods=n),
    )
    return bars.round(0 if kind in ("grid", "crossing") else 4)


def random_cases(count):
    """Walks; prices on a coarse grid, so that opens, highs, lows and stops meet; averages that
    touch; 1 to 3 bars; prices that stand still; fees that eat the account, so that exits cost more than they bring."""
    rng = np.random.default_rng(20)
    pick = lambda *values: values[rng.integers(len(values))]
    for index in range(count):
        kind = "walk" if index % 2 == 0 else pick("grid", "grid", "crossing", "short", "still", "poor")
        bars = random_bars(rng, kind)
        case = PLAIN | dict(
            cash=pick(10_000, 10_000, 50, 5_000_000),
            fees=pick(0, 0.001, 0.02),
            fixed_fees=pick(0, 0, 3),
            slippage=pick(0, 0.001, 0.01),
            stop_loss=pick(0, 0.03, 0.1),
            take_profit=pick(0, 0.03, 0.1),
            direction=pick("long", "short", "both"),
            fill=pick("close", "close", "open"),
            timeframe=pick("1D", "1D", "15min", "7D"),
        )
        if rng.random() < 0.4:
            case.update(stop_loss=0, trailing=pick(0.02, 0.08))
        if case["direction"] != "both":
            case["size"] = pick(1, 1, 0.5)
        if kind == "poor":
            case.update(cash=50, fixed_fees=3, direction="both", size=1, fill="close", stop_loss=0, trailing=0.02)
        if kind == "crossing":
            windows = dict(fast=int(rng.integers(1, 6)), slow=int(rng.integers(6, 14)))
            signals, told = crossings(bars["close"], **windows), windows
        else:
            signals = [rng.random(len(bars)) < (0.5 if kind == "short" else 0.15) for _ in range(4)]
            told = scripted(signals)
        yield golden_case(bars, signals, case, told)


def ruined_cases():
    """A stop whose fee is above the proceeds, refused until it is not, while its base moves on and the signals of its
    bars stay hidden; shorts that lose all and go on in debt, one of them without any cash."""
    stopped = [[price] * 4 for price in (100, 49, 60, 61)]
    trailed = [[100] * 4, [49, 200, 40, 150], [150, 160, 140, 150], [150] * 4]
    hidden = [[100] * 4, [49, 60, 40, 60], [45, 45, 40, 45], [70] * 4]
    squeezed = [[price] * 4 for price in (100, 250, 260, 240, 255, 245)]
    yield ruined_case(stopped, dict(cash=9, fees=0, fixed_fees=3, stop_loss=0.02))
    yield ruined_case(trailed, dict(cash=9, fees=0, fixed_fees=3, trailing=0.02))
    yield ruined_case(hidden, dict(cash=9, fees=0, fixed_fees=3, stop_loss=0.02), exit_bar=1)
    yield ruined_case(squeezed, dict(direction="short", fees=0))
    yield ruined_case(squeezed, dict(direction="short", cash=50, fixed_fees=3), exit_bar=3)


def ruined_case(rows, change, exit_bar=None):
    index = pd.date_range("2020-01-01", periods=len(rows))
    bars = pd.DataFrame(rows, columns=["open", "high", "low", "close"], index=index, dtype=float)
    entries, exits = np.arange(len(rows)) == 0, np.arange(len(rows)) == exit_bar
    signals = [entries, exits, entries, exits]
    return golden_case(bars, signals, PLAIN | change, scripted(signals))


def scripted(signals):
    return {"signals": ["".join("x" if on else "." for on in column) for column in signals]}


def golden_case(bars, signals, case, told):
    prices = {name: bars[name].tolist() for name in bars}
    return {"bars": prices} | told | {"case": case} | outcome(portfolio(bars, signals, case))


count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "test/engine/golden/vectorbt.json"
made = list(random_cases(count)) + list(ruined_cases())
golden = {"vectorbt": vbt.__version__, "sp500": list(sp500_cases()), "made": made}
target.write_text(json.dumps(golden, separators=(",", ":")).replace("},{", "},\n{") + "\n")
