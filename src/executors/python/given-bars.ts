import { LRUCache } from "lru-cache";
import type { Bars } from "../../engine/bars.ts";
import type { Panel } from "../../engine/panel/panel.ts";
import type { GivenBars } from "./cells-ahead.ts";
import type { Interpreter } from "./interpreter.ts";

const COLUMNS = ["open", "high", "low", "close", "volume"] as const satisfies readonly (keyof Bars)[];
/** Before the name of a column beside the bars; as in `market.py`. */
const EXTRA = "extra:";
/** Bars that an interpreter holds; cuts of the same bars are looked at one after the other. */
const MOST_KEPT = 4;
const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

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

  bars(bars: Bars): GivenBars {
    const about = { symbols: [bars.symbol], isPanel: false };
    const beside = Object.entries(bars.extra ?? {}).map(([name, column]) => [EXTRA + name, [column]]);
    return this.#known(bars) ?? this.#give(bars, about, { ...columnsOf([bars]), ...Object.fromEntries(beside) });
  }

  panel(panel: Panel): GivenBars {
    const { symbols, bars, closes, extra } = panel;
    const beside = Object.entries(extra).map(([name, columns]) => [EXTRA + name, columns]);
    const columns = { ...columnsOf(bars), closes, ...Object.fromEntries(beside) };
    return this.#known(panel) ?? this.#give(panel, { symbols, isPanel: true }, columns);
  }

  #known(market: object): GivenBars | undefined {
    return this.#given.get(market);
  }

  #give(
    market: { readonly time: Float64Array },
    about: { readonly symbols: readonly string[]; readonly isPanel: boolean },
    columns: Readonly<Record<string, readonly Float64Array[]>>,
  ): GivenBars {
    const count = market.time.length;
    this.#lastId++;
    // A signal is a bar and what is asked for at it; a panel has at most a weight and a score for each bar and symbol.
    const answerBytes = about.isPanel ? count * (4 + 2 * NUMBER_BYTES * about.symbols.length) : count * 5;
    const given = { id: this.#lastId, answerBytes: Math.max(1, answerBytes) };
    this.#given.set(market, given);
    this.#interpreter.writeColumns([market.time, ...Object.values(columns).flat()]);
    this.#interpreter.ask({
      do: "bars",
      id: given.id,
      forget: this.#forgotten,
      count,
      columns: ["time", ...Object.keys(columns)],
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
