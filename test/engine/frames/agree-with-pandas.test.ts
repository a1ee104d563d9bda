import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withSessions } from "../../../src/data/beside/market-sessions.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { type StrategyBars, strategyBars } from "../../../src/engine/frames/strategy-bars.ts";

type Column = readonly (number | null)[];
const HOW = ["open", "high", "low", "close", "volume"] as const;

type Prices = Readonly<Record<"time" | (typeof HOW)[number], readonly number[]>>;

/** As golden/generate.py writes it. */
interface GoldenCase extends Prices {
  readonly name: string;
  readonly calendar?: string;
  readonly zone?: string;
  readonly timeframe: string;
  readonly frames: Readonly<Record<string, Prices & { readonly at: Column }>>;
  readonly session?: Readonly<Record<string, Column>>;
}

const cases = JSON.parse(readFileSync(new URL("golden/frames.json", import.meta.url), "utf8")) as readonly GoldenCase[];

function told(golden: GoldenCase): StrategyBars {
  const columns = Object.fromEntries(
    (["time", ...HOW] as const).map((name) => [name, Float64Array.from(golden[name])]),
  );
  const { calendar, timeframe, zone } = golden;
  const plain = { symbol: "X", ...columns } as unknown as Bars;
  const [bars = plain] = withSessions([plain], { timeframe, ...(calendar !== undefined && { calendar }) }).bars;
  return strategyBars(bars, {
    timeframe,
    ...(zone !== undefined && { session: { timezone: zone, endMinutes: 1440 } }),
  });
}

function numbers(column: Column): readonly number[] {
  return column.map((value) => value ?? Number.NaN);
}

describe("higher time frames, as pandas aggregates them", () => {
  for (const golden of cases) {
    for (const [frame, expected] of Object.entries(golden.frames)) {
      it(`${golden.name}: ${golden.timeframe} into ${frame}`, () => {
        const higher = told(golden).resample(frame);
        for (const name of ["time", ...HOW] as const) expect([...higher[name]], name).toEqual(expected[name]);
        expect([...higher.at]).toEqual(numbers(expected.at));
      });
    }
  }
});

describe("sessions, as exchange_calendars has them", () => {
  for (const golden of cases.filter(({ session }) => session !== undefined)) {
    const expected = (name: string): readonly number[] => numbers(golden.session?.[name] ?? []);

    it(`${golden.name}: which session, which bar of it, minutes from the open and to the close`, () => {
      const { session } = told(golden);
      for (const name of ["index", "bar", "minutesSinceOpen", "minutesToClose"] as const) {
        expect([...session[name]], name).toEqual(expected(name));
      }
      expect([...session.isLast]).toEqual(expected("isLast"));
      expect([...session.isFirst]).toEqual(expected("bar").map((bar) => (bar === 0 ? 1 : 0)));
    });

    it(`${golden.name}: average price by volume and opening range of 30 minutes`, () => {
      const { session } = told(golden);
      const range = session.openingRange(30);
      expect([...range.high]).toEqual(expected("rangeHigh"));
      expect([...range.low]).toEqual(expected("rangeLow"));
      const average = session.vwap();
      for (const [bar, value] of expected("vwap").entries()) {
        if (Number.isNaN(value)) expect(average[bar], `${bar}`).toBeNaN();
        else expect(Math.abs((average[bar] ?? Number.NaN) / value - 1), `${bar}`).toBeLessThan(1e-12);
      }
    });
  }
});
