"""Writes indicators.json beside it: invented prices, and what TA-Lib, pandas, pandas-ta-classic and ta make of them.

    python -m venv venv && venv/bin/pip install TA-Lib==0.8.2 pandas==3.1.1 pandas-ta-classic==0.8.32 ta==0.11.0
    venv/bin/python test/engine/indicators/golden/generate.py
"""

import json
import pathlib

import numpy as np
import pandas as pd
import pandas_ta_classic as pta
import ta
import talib

NAN = float("nan")
random = np.random.default_rng(20)


def walk(count, start=87.5):
    """A price with drift, jumps and fat tails, in cents."""
    steps = random.standard_t(4, count) * 0.012 + 0.0004
    steps[random.integers(0, count, count // 25)] += random.choice([-0.08, 0.09], count // 25)
    close = start * np.exp(np.cumsum(steps))
    opens = np.concatenate([[start], close[:-1]]) * np.exp(random.normal(0, 0.004, count))
    reach = np.abs(random.normal(0, 0.006, (2, count)))
    high = np.maximum(opens, close) * (1 + reach[0])
    low = np.minimum(opens, close) * (1 - reach[1])
    volume = np.round(random.lognormal(11, 0.6, count))
    benchmark = 100 * np.exp(np.cumsum(0.6 * steps + random.normal(0, 0.006, count)))
    columns = {"open": opens, "high": high, "low": low, "close": close, "benchmark": benchmark}
    frame = pd.DataFrame({name: np.round(values, 2) for name, values in columns.items()})
    frame["volume"] = volume
    frame["high"] = frame[["open", "high", "close"]].max(axis=1)
    frame["low"] = frame[["open", "low", "close"]].min(axis=1)
    return frame


def still():
    """Whole quarters, so that TA-Lib's running sums are exact, with stretches in which nothing moves or is traded."""
    frame = (walk(150, 40) * 4).round() / 4
    frame["volume"] = frame["volume"].round(-3)
    for start, end in ((20, 48), (70, 76), (100, 145)):
        price = frame["close"].iloc[start]
        frame.loc[start:end, ["open", "high", "low", "close"]] = price
    frame.loc[110:140, "volume"] = 0.0
    frame.loc[60:66, "benchmark"] = frame["benchmark"].iloc[60]
    return frame


def late():
    """A symbol that is listed later."""
    head = pd.DataFrame(NAN, index=range(25), columns=walk(2).columns)
    return pd.concat([head, walk(130, 12)], ignore_index=True)


def crossed(a, b):
    """vectorbt's crossings, by their definition."""
    above, below, was_above, was_below = [], [], False, False
    for i, (x, y) in enumerate(zip(a, b)):
        if np.isnan(x) or np.isnan(y):
            was_above = was_below = False
        above.append(int(x > y and was_below and not a[i - 1] > b[i - 1]))
        below.append(int(x < y and was_above and not a[i - 1] < b[i - 1]))
        was_above, was_below = was_above or x > y, was_below or x < y
    return np.array(above), np.array(below)


def columns_of(frame):
    o, h, l, c, v, b = (frame[name].astype(float) for name in ("open", "high", "low", "close", "volume", "benchmark"))
    known = c.notna().to_numpy()
    out = {}

    def put(name, values):
        out[name] = np.asarray(values, dtype=float)

    def own(compute, *given):
        """For libraries that do not leave out what is not known yet."""
        whole = np.full(len(c), NAN)
        found = compute(*(x[known].reset_index(drop=True) for x in given))
        whole[known] = NAN if found is None else np.asarray(found, dtype=float)
        return whole

    for w in (14, 5):
        wilder = talib.ATR(h, l, c, w)
        put(f"atr {w}", wilder)
        put(f"natr {w}", talib.NATR(h, l, c, w))
        put(f"plusDi {w}", talib.PLUS_DI(h, l, c, w))
        put(f"minusDi {w}", talib.MINUS_DI(h, l, c, w))
        put(f"dx {w}", talib.DX(h, l, c, w))
        put(f"adx {w}", talib.ADX(h, l, c, w))
        put(f"adxr {w}", talib.ADXR(h, l, c, w))
        up, down = talib.AROON(h, l, w)[::-1]
        put(f"aroon {w} up", up)
        put(f"aroon {w} down", down)
        put(f"aroonosc {w}", talib.AROONOSC(h, l, w))
        put(f"willr {w}", talib.WILLR(h, l, c, w))
        put(f"cci {w}", talib.CCI(h, l, c, w))
        put(f"mfi {w}", talib.MFI(h, l, c, v, w))
        put(f"linearreg {w} value", talib.LINEARREG(c, w))
        put(f"linearreg {w} slope", talib.LINEARREG_SLOPE(c, w))
        put(f"linearreg {w} intercept", talib.LINEARREG_INTERCEPT(c, w))
        line = pd.Series(np.arange(len(c), dtype=float))
        put(f"linearreg {w} rSquared", c.rolling(w).corr(line).where(c.rolling(w).max() > c.rolling(w).min()) ** 2)
        put(f"rsi {w} wilder", talib.RSI(c, w))
        gain, loss = (x.clip(lower=0).rolling(w).apply(np.mean, raw=True) for x in (c.diff(), -c.diff()))
        put(f"rsi {w} simple", (100 * gain / (gain + loss)).where((gain + loss != 0) | gain.isna(), 50))
    put("trange", talib.TRANGE(h, l, c))
    for w in (30, 7):
        put(f"sma {w}", talib.SMA(c, w))
        put(f"ema {w}", c.ewm(span=w, adjust=False, min_periods=w).mean())
        put(f"highest {w}", talib.MAX(c, w))
        put(f"lowest {w}", talib.MIN(c, w))
        put(f"deviation {w}", c.rolling(w).apply(np.std, raw=True))
        put(f"wma {w}", talib.WMA(c, w))
        put(f"dema {w}", talib.DEMA(c, w))
        put(f"tema {w}", talib.TEMA(c, w))
        put(f"kama {w} 2 30", talib.KAMA(c, w))
        put(f"trix {w}", talib.TRIX(c, w))
        put(f"sum {w}", talib.SUM(c, w))
        put(f"correl {w}", talib.CORREL(c, b, w))
        put(f"skew {w}", c.rolling(w).skew().where(c.rolling(w).max() > c.rolling(w).min()))
        spread = c.rolling(w).std().where(c.rolling(w).max() > c.rolling(w).min())
        put(f"zscore {w}", (c - c.rolling(w).mean()) / spread)
        put(f"median {w}", c.rolling(w).median())
        for share in (0.5, 0.9):
            put(f"quantile {w} {share}", c.rolling(w).quantile(share))
        put(f"percentRank {w}", c.rolling(w).rank(pct=True))
        # TA-Lib's MAXINDEX is now the first and now the last of equal values, by which of them left the window before.
        put(f"argMax {w}", c.rolling(w).apply(lambda x: np.argmax(x[::-1]), raw=True))
        put(f"argMin {w}", c.rolling(w).apply(lambda x: np.argmin(x[::-1]), raw=True))
    put("rma 14", own(wilder_of, c))
    for w in (10, 16):
        put(f"hma {w}", own(lambda x: hull(x, w), c))
        put(f"vwma {w}", (c * v).rolling(w).sum() / v.rolling(w).sum().where(v.rolling(w).max() > 0))
        put(f"roc {w}", talib.ROC(c, w))
        put(f"mom {w}", talib.MOM(c, w))
    for fast, slow, signal in ((12, 26, 9), (4, 9, 5)):
        for part, column in zip(("line", "signal", "histogram"), talib.MACD(c, fast, slow, signal)):
            put(f"macd {fast} {slow} {signal} {part}", column)
    for w, k in ((20, 2), (7, 1.5)):
        upper, middle, lower = talib.BBANDS(c, w, k, k)
        apart = (upper - lower).where(c.rolling(w).max() > c.rolling(w).min())
        for part, column in (
            ("upper", upper),
            ("middle", middle),
            ("lower", lower),
            ("percentB", (c - lower) / apart),
            ("width", (upper - lower) / middle),
        ):
            put(f"bbands {w} {k} {part}", column)
    for w, k, a in ((20, 2, 10), (5, 1.5, 4)):
        middle, width = talib.EMA(c, w), k * talib.ATR(h, l, c, a)
        put(f"keltner {w} {k} {a} upper", middle + width)
        put(f"keltner {w} {k} {a} middle", middle.where(width.notna()))
        put(f"keltner {w} {k} {a} lower", middle - width)
    for w, k in ((10, 3), (4, 1.5)):
        for part, column in zip(("line", "direction"), supertrend(h, l, c, w, k, known)):
            put(f"supertrend {w} {k} {part}", column)
    for step, top in ((0.02, 0.2), (0.05, 0.3)):
        put(f"sar {step} {top}", talib.SAR(h, l, step, top))
    for w in (20, 6):
        put(f"donchian {w} upper", h.rolling(w).max())
        put(f"donchian {w} middle", (h.rolling(w).max() + l.rolling(w).min()) / 2)
        put(f"donchian {w} lower", l.rolling(w).min())
        put(f"cmf {w}", own(lambda *x: ta.volume.ChaikinMoneyFlowIndicator(*x, window=w).chaikin_money_flow(), h, l, c, v))
    for quick, base, span in ((9, 26, 52), (3, 5, 12)):
        middle = {w: (h.rolling(w).max() + l.rolling(w).min()) / 2 for w in (quick, base, span)}
        lead_a = (middle[quick] + middle[base]) / 2
        for part, column in (
            ("conversion", middle[quick]),
            ("base", middle[base]),
            ("spanA", lead_a.shift(base)),
            ("spanB", middle[span].shift(base)),
            ("leadA", lead_a),
            ("leadB", middle[span]),
        ):
            put(f"ichimoku {quick} {base} {span} {part}", column)
    for given in ((5, 3, 3), (14, 4, 6)):
        for part, column in zip("kd", talib.STOCH(h, l, c, given[0], given[1], 0, given[2], 0)):
            put(f"stoch {' '.join(map(str, given))} {part}", column)
        for part, column in zip("kd", talib.STOCHF(h, l, c, given[0], given[2], 0)):
            put(f"stochf {given[0]} {given[2]} {part}", column)
    for w, k, d in ((14, 5, 3), (5, 8, 2)):
        # While the price stands still, TA-Lib's k is rounding divided by rounding: 0 there, as where it is exact.
        index = talib.RSI(c, w)
        is_still = index.rolling(k).max() - index.rolling(k).min() < 1e-9
        fast = talib.STOCHRSI(c, w, k, d, 0)[0]
        whole = (100 * (index - index.rolling(k).min()) / (index.rolling(k).max() - index.rolling(k).min())).where(~is_still, 0)
        put(f"stochRsi {w} {k} {d} k", fast.where(~is_still | fast.isna(), 0))
        put(f"stochRsi {w} {k} {d} d", whole.rolling(d).mean())
    for given in ((7, 14, 28), (9, 3, 5)):
        put(f"ultosc {' '.join(map(str, given))}", talib.ULTOSC(h, l, c, *given))
    put("obv", talib.OBV(c, v))
    put("ad", talib.AD(h, l, c, v))
    put("adosc 3 10", talib.ADOSC(h, l, c, v, 3, 10))
    put("adosc 8 5", talib.ADOSC(h, l, c, v, 8, 5))
    for w in (5, 20):
        put(f"stddev {w} 0", talib.STDDEV(c, w))
        put(f"variance {w} 0", talib.VAR(c, w))
        # pandas' own sums that run on leave rounding behind where the price stands still.
        put(f"stddev {w} 1", c.rolling(w).apply(lambda x: np.std(x, ddof=1), raw=True))
        put(f"variance {w} 1", c.rolling(w).apply(lambda x: np.var(x, ddof=1), raw=True))
        put(f"beta {w}", talib.BETA(b, c, w))
    for n in (1, 3):
        put(f"shift {n}", c.shift(n))
        put(f"diff {n}", c.diff(n))
    above, below = crossed(c.to_numpy(), b.to_numpy())
    put("crossover", above)
    put("crossunder", below)
    put("crossed", above | below)
    flags = (c > b).to_numpy()
    at = pd.Series(np.where(flags, np.arange(len(c)), NAN))
    put("barsSince", np.arange(len(c)) - at.ffill())
    held = c[flags]
    for nth in (0, 2):
        put(f"valueWhen {nth}", held.shift(nth).reindex(c.index).where(flags).ffill())
    return out


def wilder_of(x):
    """Wilder's average by its definition, in the order of his sums."""
    found = np.full(len(x), NAN)
    if len(x) >= 14:
        found[13] = x[:14].mean()
        for i in range(14, len(x)):
            found[i] = (found[i - 1] * 13 + x[i]) / 14
    return found


def hull(x, w):
    return None if len(x) < w else pta.hma(x, length=w)


def supertrend(h, l, c, w, k, known):
    """By its definition (TradingView), over TA-Lib's ATR: pandas-ta's is of another ATR."""
    atr, middle = talib.ATR(h, l, c, w), (h + l) / 2
    line, direction = np.full(len(c), NAN), np.full(len(c), NAN)
    lower = upper = None
    trend = 1
    for i in np.flatnonzero(~np.isnan(atr.to_numpy())):
        new_lower, new_upper = middle[i] - k * atr[i], middle[i] + k * atr[i]
        if lower is not None:
            if (trend == 1 and c[i] < lower) or (trend == -1 and c[i] > upper):
                trend = -trend
            if c[i - 1] > lower:
                new_lower = max(new_lower, lower)
            if c[i - 1] < upper:
                new_upper = min(new_upper, upper)
        lower, upper = new_lower, new_upper
        line[i], direction[i] = (lower if trend == 1 else upper), trend
    return line, direction


def rounded(values):
    return [None if not np.isfinite(x) else float(f"{x:.12g}") for x in np.asarray(values, dtype=float)]


series = {"walk": walk(170), "still": still(), "late": late(), "short": walk(12)}
golden = {
    "series": {name: {column: rounded(frame[column]) for column in frame} for name, frame in series.items()},
    "columns": {
        name: {column: rounded(values) for column, values in columns_of(frame).items()} for name, frame in series.items()
    },
}
target = pathlib.Path(__file__).parent / "indicators.json"
lines = json.dumps(golden, separators=(",", ":")).replace('],"', '],\n"')
target.write_text(lines + "\n")
