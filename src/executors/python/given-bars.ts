import { LRUCache } from "lru-cache";
import type { Bars } from "../../engine/bars.ts";
import { clockOfBars, type StrategyBars } from "../../engine/frames/strategy-bars.ts";
import type { StrategyPanel } from "../../engine/frames/strategy-panel.ts";
import type { GivenBars } from "./cells-ahead.ts";
import type { Interpreter } from "./interpreter.ts";

const COLUMNS = ["open", "high", "low", "close", "volume"] as const satisfies readonly (keyof Bars)[];
/** Before the name of a column beside the bars; as in `market.py`. */
const EXTRA = "extra:";
/** Before the name of a column that says where bars lie in time: one for all symbols. */
const CLOCK = "clock:";
/** Bars that an interpreter holds; cuts of the same bars are looked at one after the other. */
const MOST_KEPT = 4;
const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

interface GivenMarket {
  readonly symbols: readonly string[];
  readonly isPanel: boolean;
  /** Bars that lie in time as all of them do. */
  readonly clock: StrategyBars;
}

/** Gives an interpreter bars once, the same to all cells of a sweep. Those given least recently are forgotten. */
export class BarsGiver {
  readonly #interpreter: Interpreter;
  readonly #given: LRUCache<object, GivenBars>;
  #forgotten: number[] = [];
  #lastId = 0;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.#given = new LRUCache<object, GivenBars>({
      max: MOST_KEPT,
      dispose: ({ id }) => this.#forgotten.push(id),
    });
  }

  bars(bars: StrategyBars): GivenBars {
    const about = { symbols: [bars.symbol], isPanel: false };
    const beside = Object.entries(bars.extra ?? {}).map(([name, column]) => [EXTRA + name, [column]]);
    return (
      this.#known(bars) ??
      this.#give(bars, { ...about, clock: bars }, { ...columnsOf([bars]), ...Object.fromEntries(beside) })
    );
  }

  panel(panel: StrategyPanel): GivenBars {
    const { symbols, bars, closes, extra } = panel;
    const [clock] = bars;
    if (clock === undefined) throw new RangeError("A panel has at least one symbol");
    const beside = Object.entries(extra).map(([name, columns]) => [EXTRA + name, columns]);
    const columns = { ...columnsOf(bars), closes, ...Object.fromEntries(beside) };
    return this.#known(panel) ?? this.#give(panel, { symbols, isPanel: true, clock }, columns);
  }

  #known(market: object): GivenBars | undefined {
    return this.#given.get(market);
  }

  #give(
    market: { readonly time: Float64Array },
    { clock: own, ...about }: GivenMarket,
    columns: Readonly<Record<string, readonly Float64Array[]>>,
  ): GivenBars {
    const count = market.time.length;
    this.#lastId++;
    // A signal is a bar and what is asked for at it; a panel has at most a weight and a score for each bar and symbol.
    const answerBytes = about.isPanel ? count * (4 + 2 * NUMBER_BYTES * about.symbols.length) : count * 5;
    const given = { id: this.#lastId, answerBytes: Math.max(1, answerBytes) };
    this.#given.set(market, given);
    const { clock, timeframe = null } = clockOfBars(own);
    const times = Object.entries(clock).filter(
      (entry): entry is [string, Float64Array] => typeof entry[1] !== "boolean",
    );
    this.#interpreter.writeColumns([
      market.time,
      ...Object.values(columns).flat(),
      ...times.map(([, column]) => column),
    ]);
    this.#interpreter.ask({
      do: "bars",
      id: given.id,
      forget: this.#forgotten,
      count,
      columns: ["time", ...Object.keys(columns), ...times.map(([name]) => CLOCK + name)],
      timeframe,
      hasCalendar: clock.hasCalendar,
      ...about,
    });
    this.#forgotten = [];
    return given;
  }
}

/** Of each column, one array per symbol. */
function columnsOf(bars: readonly Bars[]): Readonly<Record<string, readonly Float64Array[]>> {
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, bars.map((own) => own[name])]));
  const dividends = bars.map(({ dividend, time }) => dividend ?? new Float64Array(time.length));
  return bars.some(({ dividend }) => dividend !== undefined) ? { ...columns, dividend: dividends } : columns;
}
