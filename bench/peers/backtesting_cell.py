"""Times backtesting.py on the cell of bench/engine-full.ts; prints one line of JSON.

    python backtesting_cell.py RUNS BARS FAST SLOW
"""

import json
import pathlib
import sys
import time
import warnings

import backtesting
import pandas as pd
from backtesting import Backtest, Strategy
from backtesting.lib import crossover

warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda steps, **_: steps
RUNS, BARS, FAST, SLOW = (int(text) for text in sys.argv[1:])
DATA = pathlib.Path(__file__).resolve().parents[2] / "datasets/sp500/SPX.csv"
bars = pd.read_csv(DATA, index_col="date", parse_dates=True).rename(columns=str.capitalize)[-BARS:]


class Crossing(Strategy):
    def init(self):
        mean = lambda values, window: pd.Series(values).rolling(window).mean()
        self.fast = self.I(mean, self.data.Close, FAST)
        self.slow = self.I(mean, self.data.Close, SLOW)

    def next(self):
        if crossover(self.fast, self.slow):
            self.buy()
        elif crossover(self.slow, self.fast):
            self.position.close()


test = Backtest(bars, Crossing, cash=10_000, commission=0.001, finalize_trades=True)
stats = test.run()
trades = stats["_trades"]
samples = []
for _ in range(RUNS):
    wall, cpu = time.perf_counter(), time.process_time()
    test.run()
    samples.append({"wallMs": (time.perf_counter() - wall) * 1000, "cpuMs": (time.process_time() - cpu) * 1000})
report = {
    "name": f"backtesting.py {backtesting.__version__}",
    "samples": samples,
    "entryBars": trades["EntryBar"].tolist(),
    "exitBars": trades["ExitBar"].tolist(),
    "units": trades["Size"].tolist(),
    "finalEquity": float(stats["Equity Final [$]"]),
    "sharpe": float(stats["Sharpe Ratio"]),
}
print(json.dumps(report))
