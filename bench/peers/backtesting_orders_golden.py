"""Writes test/engine/golden/backtesting-orders.json: what backtesting.py itself makes of given bars and scripts of orders.

    python -m venv venv && venv/bin/pip install "backtesting==0.6.*"
    venv/bin/python bench/peers/backtesting_orders_golden.py [random cases] [file]

A script is a list of actions, each at the close of a bar. Sizes, prices and indices are given; what they meet is not
known to it: `at` counts around the trades that are held, or the orders that wait.
"""

import json
import math
import pathlib
import sys
import warnings

import backtesting
import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy

from backtesting_outcome import figures_of, trades_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda steps, **_: steps


class Scripted(Strategy):
    script = None

    def init(self):
        pass

    def next(self):
        bar = len(self.data) - 1
        for action in self.script:
            if action["bar"] == bar:
                try:
                    self.act(action)
                except ValueError:
                    pass  # an order that contradicts itself, or the price: not placed

    def act(self, action):
        at, trades, orders = action.get("at", 0), self.trades, self.orders
        match action["do"]:
            case "buy" | "sell" as side:
                order = self.buy if side == "buy" else self.sell
                order(**{name: action[name] for name in ("size", "limit", "stop", "sl", "tp") if name in action})
            case "close":
                self.position.close()
            case "close_trade" if trades:
                trades[at % len(trades)].close(action["portion"])
            case "move" if trades:
                for name in ("sl", "tp"):
                    if name in action:
                        setattr(trades[at % len(trades)], name, action[name])
            case "cancel" if orders:
                orders[at % len(orders)].cancel()


def outcome(bars, case, script):
    test = Backtest(
        bars.rename(columns=str.capitalize),
        Scripted,
        cash=case["cash"],
        commission=(case["fixed"], case["rate"]),
        spread=case["spread"],
        margin=1 / case["leverage"],
        trade_on_close=case["trade_on_close"],
        hedging=case["hedging"],
        exclusive_orders=case["exclusive_orders"],
        finalize_trades=case["finalize"],
    )
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        stats = test.run(script=script)
    return {
        "trades": trades_of(stats),
        "refused": sum("Broker canceled" in str(warning.message) for warning in said),
        "equity": [float(f"{value:.13g}") for value in stats["_equity_curve"]["Equity"]],
        "figures": figures_of(stats),
    }


class Scripts:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, *values):
        return values[self.rng.integers(len(values))]

    def case(self):
        return dict(
            cash=10_000,
            rate=self.pick(0, 0.002, 0.02),
            fixed=self.pick(0, 0, 5),
            spread=self.pick(0, 0.001, 0.01),
            leverage=self.pick(1, 1, 2, 10),
            trade_on_close=bool(self.chance(0.35)),
            hedging=bool(self.chance(0.25)),
            exclusive_orders=bool(self.chance(0.2)),
            finalize=bool(self.chance(0.7)),
        )

    def bars(self, count):
        step = 0.12 if self.chance(0.3) else 0.02
        close = 100 * np.exp(np.cumsum(self.rng.normal(0, step, count)))
        open_ = np.concatenate([[100], close[:-1]]) * np.exp(self.rng.normal(0, 0.015, count))
        wick = np.exp(np.abs(self.rng.normal(0, 0.02, count)))
        bars = pd.DataFrame(
            dict(open=open_, high=np.maximum(open_, close) * wick, low=np.minimum(open_, close) / wick, close=close),
            index=pd.date_range("2020-01-01", periods=count),
        )
        return bars.round(2) if self.chance(0.7) else bars.round(0).clip(lower=1)

    def script(self, close, density, digits):
        return [
            {"bar": bar} | self.action(price, digits)
            for bar, price in enumerate(close)
            if bar > 0
            for _ in range(int(self.chance(density)) + int(self.chance(density / 3)))
        ]

    def action(self, close, digits):
        kind = self.rng.random()
        if kind < 0.62:
            return self.order(close, digits)
        if kind < 0.72:
            return {"do": "close"}
        at = int(self.rng.integers(12))
        if kind < 0.82:
            return {"do": "close_trade", "at": at, "portion": self.pick(0.1, 0.25, 0.5, 0.5, 0.8, 1.0)}
        if kind < 0.94:
            return {"do": "move", "at": at} | self.brackets(close, self.pick(1, -1), digits, none=0.15)
        return {"do": "cancel", "at": at}

    def order(self, close, digits):
        side = self.pick("buy", "sell")
        order = {"do": side}
        if self.chance(0.85):
            order["size"] = self.pick(0.1, 0.25, 0.5, 0.5, 0.9, 1, 7, 20, 30, 60, 400)
        near = lambda: round(close * math.exp(self.rng.normal(0, 0.03)), digits)
        own = close
        if self.chance(0.35):
            own = order["limit"] = near()
        if self.chance(0.35):
            order["stop"] = near()
            own = order.get("limit", order["stop"])
        if self.chance(0.5):
            order |= self.brackets(own, 1 if side == "buy" else -1, digits)
        return order

    def brackets(self, price, side, digits, none=0):
        brackets = {}
        distance = lambda: abs(self.rng.normal(0, 0.05)) + 0.002
        if self.chance(0.7):
            brackets["sl"] = None if self.chance(none) else round(price * (1 - side * distance()), digits)
        if self.chance(0.6):
            brackets["tp"] = None if self.chance(none) else round(price * (1 + side * distance()), digits)
        return brackets


def attempts(make):
    """Scripts at which backtesting.py itself breaks off are left out."""
    left_out = 0
    while True:
        bars, case, script, found = make()
        try:
            yield found | {"case": case, "script": script} | outcome(bars, case, script)
        except AssertionError as error:
            left_out += 1
            print(f"left out {left_out}: {error!r}", file=sys.stderr)


def random_cases(count, seed):
    scripts = Scripts(seed)

    def make():
        bars = scripts.bars(40)
        script = scripts.script(bars["close"], 0.5, 2)
        return bars, scripts.case(), script, {"bars": {name: bars[name].tolist() for name in bars}}

    return [case for _, case in zip(range(count), attempts(make))]


def sp500_cases(count, seed):
    scripts = Scripts(seed)
    all_bars = pd.read_csv(ROOT / "datasets/sp500/SPX.csv", index_col="date", parse_dates=True)

    def make():
        start = int(scripts.rng.integers(len(all_bars) - 250))
        bars = all_bars.iloc[start : start + 250][["open", "high", "low", "close"]]
        script = scripts.script(bars["close"], 0.08, 2)
        return bars, scripts.case() | {"cash": 100_000}, script, {"start": start, "count": len(bars)}

    return [case for _, case in zip(range(count), attempts(make))]


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 6
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "test/engine/golden/backtesting-orders.json"
    golden = {
        "backtesting": backtesting.__version__,
        "sp500": sp500_cases(max(4, count // 10), seed),
        "random": random_cases(count, seed),
    }
    target.write_text(json.dumps(golden, separators=(",", ":")).replace("},{", "},\n{") + "\n")
