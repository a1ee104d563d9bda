import type { OutputRules } from "../../../core/spec/outputs-spec.ts";
import { noTrades, type TradeSums } from "../../../engine/trades/trade-sums.ts";
import { columnKey, type CsvHeader } from "../csv/csv-header.ts";
import { NumberReader } from "../csv/number-reader.ts";
import type { CsvReader, FieldSink } from "../csv/scan-csv.ts";
import { counted, type Findings } from "../file/findings.ts";
import { GrowingColumn } from "./growing-column.ts";
import { DayField, NumberField } from "./value-fields.ts";

const NEEDED = ["entry_time", "exit_time", "pnl"] as const;
const [ENTRY, EXIT, PNL] = [0, 1, 2] as const;
/** Of more trades the profits are added up only: these are 8 MB. */
const MOST_PROFITS = 1_000_000;

/** What is known of the trades of one result. */
export interface FoundTrades {
  readonly sums: TradeSums;
  /** Whether every trade says when it began and ended. */
  readonly hasDurations: boolean;
  /** Of each trade; null when there are more than a million. */
  readonly profits: Float64Array | null;
}

/** Reads trades.csv: one row per closed trade. */
export class TradesFile implements CsvReader {
  readonly wanted = NEEDED;
  readonly needed = NEEDED;
  readonly #rules: OutputRules;
  readonly #findings: Findings;
  readonly #profits = new GrowingColumn();
  #isUsable = true;
  #hasBegun = false;
  #hasDurations = true;
  readonly #sums = noTrades();

  constructor(rules: OutputRules, findings: Findings) {
    this.#rules = rules;
    this.#findings = findings;
  }

  begin({ separator, names }: CsvHeader): FieldSink {
    this.#hasBegun = true;
    const keys = new Set(names.map(columnKey));
    // Of an option the strike is what tells it from others; of anything else its symbol does.
    if (!keys.has("strike") && !keys.has("symbol")) {
      this.#findings.warn(`has no column "strike", nor a "symbol": what was traded is not known`);
    }
    const entry = new DayField("entry_time");
    const exit = new DayField("exit_time");
    const pnl = new NumberField("pnl", new NumberReader(separator !== ","));
    return {
      field(slot, bytes, from, to) {
        if (slot === PNL) pnl.read(bytes, from, to);
        else if (slot === ENTRY) entry.read(bytes, from, to);
        else if (slot === EXIT) exit.read(bytes, from, to);
      },
      row: (line) => {
        this.#addTimes(entry, exit, line);
        if (pnl.tell(this.#findings, line)) this.#isUsable = false;
        else this.#addProfit(pnl.value, line);
      },
    };
  }

  /** Null when it cannot be relied on. */
  found(): FoundTrades | null {
    if (!this.#hasBegun || !this.#isUsable) return null;
    const isKept = this.#sums.closed <= MOST_PROFITS;
    return {
      sums: this.#sums,
      hasDurations: this.#hasDurations,
      profits: isKept ? this.#profits.toArray() : null,
    };
  }

  /** @param rows how many there are, whatever is in them */
  checkRules(rows: number): void {
    const { min_trades: least, max_trades: most, min_win_rate: leastWins } = this.#rules;
    const { closed, wins } = this.#sums;
    if (least !== undefined && rows < least)
      this.#findings.broken(`has ${counted(rows, "trade")}; min_trades is ${least}`);
    if (most !== undefined && rows > most)
      this.#findings.broken(`has ${counted(rows, "trade")}; max_trades is ${most}`);
    if (leastWins !== undefined && closed > 0 && wins / closed < leastWins) {
      const share = Number((wins / closed).toPrecision(4));
      this.#findings.broken(`has a win rate of ${share}; min_win_rate is ${leastWins}`);
    }
  }

  /** A trade without its times is one all the same; only how long it lasted is not known. */
  #addTimes(entry: DayField, exit: DayField, line: number): void {
    const findings = this.#findings;
    if (entry.fault !== null || exit.fault !== null) {
      this.#hasDurations = false;
      entry.tell(findings, line, entry.fault === "empty" ? "faultAt" : "warnAt");
      exit.tell(findings, line, exit.fault === "empty" ? "faultAt" : "warnAt");
      return;
    }
    const duration = exit.reader.time - entry.reader.time;
    if (duration < 0) {
      this.#hasDurations = false;
      findings.warnAt("has an exit_time before its entry_time", line);
    } else this.#sums.closedDurationMs += duration;
  }

  #addProfit(pnl: number, line: number): void {
    const sums = this.#sums;
    sums.closed++;
    sums.closedPnl += pnl;
    if (pnl > 0) {
      sums.wins++;
      sums.wonMoney += pnl;
    } else if (pnl < 0) {
      sums.losses++;
      sums.lostMoney -= pnl;
    }
    if (sums.closed <= MOST_PROFITS) this.#profits.push(pnl);
    const { max_loss_per_trade: most } = this.#rules;
    if (most !== undefined && pnl < most) {
      this.#findings.brokenAt(`has a pnl below max_loss_per_trade (${most})`, line, Buffer.from(String(pnl)));
    }
  }
}
