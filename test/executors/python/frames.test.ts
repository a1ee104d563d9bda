import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { withSessions } from "../../../src/data/beside/market-sessions.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { strategyPanel } from "../../../src/engine/frames/strategy-panel.ts";
import { alignBars } from "../../../src/engine/panel/panel.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";
import { clockOfBars, strategyBars } from "../../../src/engine/frames/strategy-bars.ts";
import { PYTHON_VENV } from "../../support/python/python-project.ts";
import { sampleBars } from "../../support/sample-bars.ts";
import { describePython, pythonSetup, SETTINGS, sweepsOf } from "../../support/python/python-sweep.ts";
import { strategyProcesses } from "../../support/user-processes.ts";

type Column = readonly (number | null)[];
const HOW = ["open", "high", "low", "close", "volume"] as const;
type Prices = Readonly<Record<"time" | (typeof HOW)[number], readonly number[]>>;

/** As test/engine/frames/golden/generate.py writes it: what pandas and exchange_calendars say. */
interface GoldenCase extends Prices {
  readonly name: string;
  readonly calendar?: string;
  readonly zone?: string;
  readonly timeframe: string;
  readonly frames: Readonly<Record<string, Prices & { readonly at: Column }>>;
  readonly session?: Readonly<Record<string, Column>>;
}

const golden = new URL("../../engine/frames/golden/frames.json", import.meta.url);
const cases = JSON.parse(readFileSync(golden, "utf8")) as readonly GoldenCase[];

/** Makes bars as the worker does, and prints all that was asked of them; NaN is null. */
const ASK = `
import json, sys, types
import numpy as np
from nightgrid_worker.market import Clock, Columns, MarketBars

def column(values):
    made = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    made.flags.writeable = False
    return made

def shown(values):
    return [None if np.isnan(value) else float(value) for value in np.asarray(values, dtype=np.float64)]

asked = json.load(sys.stdin)
columns = {name: column(values) for name, values in asked["columns"].items()}
extra = types.MappingProxyType(Columns({"score": columns["close"]}))
clock = Clock({name: column(values) for name, values in asked["clock"].items()}, asked["timeframe"], asked["hasCalendar"])
bars = MarketBars({"symbol": "X", "dividend": columns["volume"] * 0 + 1, "extra": extra, **columns}, clock)
frames = {}
for frame in asked["frames"]:
    higher = bars.resample(frame)
    names = ("time", "open", "high", "low", "close", "volume", "dividend", "at")
    frames[frame] = {name: shown(getattr(higher, name)) for name in names}
    frames[frame]["score"] = shown(higher.extra["score"])
    frames[frame]["onto"] = shown(higher.onto(higher.close))
session = {}
if asked["hasCalendar"]:
    own = bars.session
    names = ("index", "bar", "day", "open", "close", "minutes_since_open", "minutes_to_close", "is_first", "is_last")
    session = {name: shown(getattr(own, name)) for name in names}
    session["vwap"] = shown(own.vwap())
    session["high"], session["low"] = map(shown, own.opening_range(30))
print(json.dumps({"frames": frames, "session": session}))
`;

interface Told {
  readonly frames: Readonly<Record<string, Readonly<Record<string, Column>>>>;
  readonly session: Readonly<Record<string, Column>>;
}

function ask(input: object): Told {
  const text = execFileSync(path.join(PYTHON_VENV ?? "", "bin", "python"), ["-c", ASK], {
    input: JSON.stringify(input),
    encoding: "utf8",
    env: { PYTHONPATH: path.resolve(import.meta.dirname, "../../../python") },
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(text) as Told;
}

const shown = (column: Float64Array | Uint8Array): Column =>
  Array.from(column, (value) => (Number.isNaN(value) ? null : value));

function barsOf({ calendar, timeframe, zone, ...one }: GoldenCase) {
  const columns = Object.fromEntries((["time", ...HOW] as const).map((name) => [name, Float64Array.from(one[name])]));
  const plain = { symbol: "X", ...columns } as unknown as Bars;
  const [bars = plain] = withSessions([plain], { timeframe, ...(calendar !== undefined && { calendar }) }).bars;
  const session = zone === undefined ? {} : { session: { timezone: zone, endMinutes: 1440 } };
  return { columns, bars: strategyBars(bars, { timeframe, ...session }) };
}

describePython("in Python", () => {
  it.each(cases)("bars of $timeframe ($name) are resampled as pandas and TypeScript have it", (one) => {
    const { columns, bars } = barsOf(one);
    const { clock, timeframe } = clockOfBars(bars);
    const { hasCalendar, ...times } = clock;
    const told = ask({
      columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, shown(column)])),
      clock: Object.fromEntries(Object.entries(times).map(([name, column]) => [name, shown(column)])),
      timeframe,
      hasCalendar,
      frames: Object.keys(one.frames),
    });
    for (const [frame, expected] of Object.entries(one.frames)) {
      const found = told.frames[frame] ?? {};
      for (const name of ["time", ...HOW] as const) expect(found[name], `${frame} ${name}`).toEqual(expected[name]);
      expect(found["at"]).toEqual(expected.at);
      const higher = bars.resample(frame);
      expect(found["onto"]).toEqual(shown(higher.onto(higher.close)));
      expect(found["score"]).toEqual(expected.close);
      expect(found["dividend"]?.reduce((sum: number, own) => sum + (own ?? 0), 0)).toBeLessThanOrEqual(
        bars.time.length,
      );
    }
    if (!hasCalendar) return;
    const { session } = bars;
    const range = session.openingRange(30);
    const same = { index: session.index, bar: session.bar, day: session.day, open: session.open, close: session.close };
    const named = {
      ...same,
      minutes_since_open: session.minutesSinceOpen,
      minutes_to_close: session.minutesToClose,
      is_first: session.isFirst,
      is_last: session.isLast,
      vwap: session.vwap(),
      high: range.high,
      low: range.low,
    };
    for (const [name, column] of Object.entries(named)) expect(told.session[name], name).toEqual(shown(column));
  });

  const sweep = sweepsOf(strategyProcesses());

  it("a strategy trades on weeks that have ended, and is told of frames that there are none of", async () => {
    const signals = `
import numpy as np
params = {"frame": {"kind": "choice", "default": "1w", "choices": ["1w", "2w", "90m"]}}
def signals(bars, params):
    weeks = bars.resample(params["frame"])
    assert len(weeks) > 50 and np.isnan(weeks.at[0]) and weeks.at[-1] == len(weeks) - 1
    trend = weeks.onto(weeks.close)
    return bars.close > trend, bars.close < trend
`;
    const settings = { ...SETTINGS, timeframe: "1d" };
    const { result, failed } = await sweep(await pythonSetup(signals, { settings }), [
      { frame: "1w" },
      { frame: "2w" },
      { frame: "90m" },
    ]);
    expect(result.failures.map(({ index }) => index)).toEqual([1, 2]);
    expect(failed.get(1)).toContain("bars.resample takes minutes or hours");
    expect(failed.get(2)).toContain("Bars of 1d do not fit into bars of 90m");
  });

  it("each symbol of a panel has its own, as TypeScript has them", async () => {
    const [whole, other] = [sampleBars(600), sampleBars(700)];
    // The second one joins late.
    const late = transformBars({ ...other, symbol: "LATE" }, (column) => column.slice(250, 600));
    const market = [whole, late];
    const settings = { ...SETTINGS, timeframe: "1d" };
    const [first, second] = strategyPanel(alignBars(market), { timeframe: "1d" }).bars.map((own) => own.resample("1M"));
    const sums = [first, second].map((own) => own?.close.reduce((sum, close) => sum + close, 0));
    const weights = `
import numpy as np
params = {}
def weights(panel, params):
    first, second = (own.resample("1M") for own in panel.bars)
    assert panel.bars[1].symbol == "LATE" and len(first) > len(second) > 5
    assert np.allclose([first.close.sum(), second.close.sum()], ${JSON.stringify(sums)}, rtol=1e-12)
    assert np.isnan(second.onto(second.close)[249]) and not np.isnan(first.onto(first.close)[249])
    return np.full((len(panel), 2), 0.1)
`;
    const { failed } = await sweep(await pythonSetup(weights, { bars: market, settings }), [{}]);
    expect([...failed.values()]).toEqual([]);
  });

  it("sessions without a calendar are refused with what to write", async () => {
    const { failed } = await sweep(
      await pythonSetup("params = {}\ndef signals(bars, params):\n    return bars.session.is_last\n"),
      [{}],
    );
    expect(failed.get(0)).toContain("bars.session needs a calendar: name one under data of the DAG file");
  });
});
