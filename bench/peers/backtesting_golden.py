"""Writes test/engine/golden/backtesting.json: what backtesting.py itself makes of given bars and signals.

    python -m venv venv && venv/bin/pip install "backtesting==0.6.*"
    venv/bin/python bench/peers/backtesting_golden.py
"""

import json
import pathlib
import sys
import warnings

import backtesting
import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

from backtesting_outcome import figures_of, trades_of

ROOT = pathlib.Path(__file__).resolve().parents[2]
warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda steps, **_: steps


class Follower(Strategy):
    """Takes the other side on an entry, leaves on an exit, with stops around the last close."""

    size = None
    stop_loss = 0
    take_profit = 0
    direction = "long"

    def act(self, long_in, long_out, short_in, short_out):
        if self.direction == "long":
            short_in = short_out = False
        if self.direction == "short":
            long_in = long_out = False
        long, short = long_in and not long_out, short_in and not short_out
        if long and not short:
            if not self.position.is_long:
                self.position.close()
                self.enter(1)
        elif short and not long:
            if not self.position.is_short:
                self.position.close()
                self.enter(-1)
        if self.position.is_long and long_out and not long_in:
            self.position.close()
        if self.position.is_short and short_out and not short_in:
            self.position.close()

    def enter(self, side):
        price = self.data.Close[-1]
        order = self.buy if side > 0 else self.sell
        order(
            **({"size": self.size} if self.size else {}),
            sl=price * (1 - side * self.stop_loss) if self.stop_loss else None,
            tp=price * (1 + side * self.take_profit) if self.take_profit else None,
        )


class Crossing(Follower):
    fast = 10
    slow = 50

    def init(self):
        mean = lambda values, window: pd.Series(values).rolling(window).mean()
        self.a = self.I(mean, self.data.Close, self.fast)
        self.b = self.I(mean, self.data.Close, self.slow)

    def next(self):
        up, down = crossover(self.a, self.b), crossover(self.b, self.a)
        self.act(up, down, down, up)


class Scripted(Follower):
    signals = None

    def init(self):
        pass

    def next(self):
        self.act(*(bool(column[len(self.data) - 1]) for column in self.signals))


def outcome(bars, strategy, case, **parameters):
    data = bars.rename(columns=str.capitalize)
    test = Backtest(
        data,
        strategy,
        cash=case["cash"],
        commission=(case["fixed"], case["rate"]),
        spread=case["spread"],
        margin=1 / case["leverage"],
        finalize_trades=case["finalize"],
        trade_on_close=case["trade_on_close"],
    )
    stats = test.run(
        stop_loss=case["stop_loss"],
        take_profit=case["take_profit"],
        direction=case["direction"],
        size=case["size"],
        **parameters,
    )
    return {
        "trades": trades_of(stats),
        "figures": figures_of(stats),
    }


PLAIN = dict(
    cash=10_000,
    rate=0.002,
    fixed=0,
    spread=0,
    leverage=1,
    finalize=True,
    trade_on_close=False,
    stop_loss=0,
    take_profit=0,
    direction="long",
    size=None,
    timeframe="1D",
)


def sp500_cases():
    bars = pd.read_csv(ROOT / "datasets/sp500/SPX.csv", index_col="date", parse_dates=True)
    changes = [
        dict(),
        dict(direction="both", finalize=False),
        dict(direction="short", spread=0.001, size=0.5),
        dict(fixed=5, rate=0.0005, direction="both"),
        dict(direction="both", stop_loss=0.03, take_profit=0.06),
        dict(direction="both", leverage=3, stop_loss=0.05),
        dict(direction="both", trade_on_close=True, stop_loss=0.03, take_profit=0.06, rate=0.0005),
    ]
    for fast, slow in [(10, 50), (20, 100)]:
        for change in changes:
            case = PLAIN | change
            yield {"fast": fast, "slow": slow, "case": case} | outcome(bars, Crossing, case, fast=fast, slow=slow)


def random_bars(rng, kind, timeframe):
    n = int(rng.integers(3, 6)) if kind == "short" else 60
    step = {"walk": 0.04, "wild": 0.15, "still": 0}.get(kind, 0.03)
    gap = {"still": 0, "grid": 0.01}.get(kind, 0.02)
    close = 100 * np.exp(np.cumsum(rng.normal(0, step, n)))
    open_ = np.concatenate([[100], close[:-1]]) * np.exp(rng.normal(0, gap, n))
    wick = np.exp(np.abs(rng.normal(0, gap, n)))
    bars = pd.DataFrame(
        dict(open=open_, high=np.maximum(open_, close) * wick, low=np.minimum(open_, close) / wick, close=close),
        index=pd.date_range("2020-01-05", periods=n, freq=timeframe),
    )
    return bars.round(0 if kind == "grid" else 4)


def random_cases(count):
    """Walks; wild ones that ruin; prices on a coarse grid, so that opens, highs, lows
    and stops meet; 3 to 5 bars (of two, backtesting.py takes the last for the start); prices that stand still."""
    rng = np.random.default_rng(21)
    pick = lambda *values: values[rng.integers(len(values))]
    for index in range(count):
        kind = "walk" if index % 2 == 0 else pick("wild", "wild", "grid", "grid", "short", "still")
        case = PLAIN | dict(
            cash=pick(10_000, 10_000, 400, 5_000_000),
            rate=pick(0, 0.002, 0.02),
            fixed=pick(0, 0, 4),
            spread=pick(0, 0.001, 0.01),
            leverage=pick(1, 1, 4),
            finalize=bool(pick(True, False)),
            stop_loss=pick(0, 0.03, 0.1),
            take_profit=pick(0, 0.03, 0.1),
            direction=pick("long", "short", "both"),
            size=pick(None, 0.4),
            timeframe=pick("1D", "1D", "7D", "4h"),
            trade_on_close=bool(pick(False, False, True)),
        )
        bars = random_bars(rng, kind, case["timeframe"])
        signals = [rng.random(len(bars)) < (0.5 if kind == "short" else 0.15) for _ in range(4)]
        yield {
            "bars": {name: bars[name].tolist() for name in bars},
            "signals": ["".join("x" if told else "." for told in column) for column in signals],
            "case": case,
        } | outcome(bars, Scripted, case, signals=signals)


count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
target = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "test/engine/golden/backtesting.json"
golden = {"backtesting": backtesting.__version__, "sp500": list(sp500_cases()), "random": list(random_cases(count))}
target.write_text(json.dumps(golden, separators=(",", ":")).replace("},{", "},\n{") + "\n")
