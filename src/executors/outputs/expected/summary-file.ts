import type { OutputRules } from "../../../core/spec/outputs-spec.ts";
import type { CsvHeader } from "../csv/csv-header.ts";
import { NumberReader } from "../csv/number-reader.ts";
import type { CsvReader, FieldSink } from "../csv/scan-csv.ts";
import { type Findings, shownText } from "../file/findings.ts";
import { type MeantMetric, meantMetric } from "../metrics/metric-names.ts";

const NEEDED = ["metric", "value"] as const;
const METRIC = 0;
/** Without these a result says nothing; `sharpe_ratio` is wanted too, but not every result has one. */
const EXPECTED = ["total_pnl", "win_rate", "max_drawdown"] as const;
const MOST_METRICS = 500;
const LONGEST_TEXT = 200;

/** One line of summary.csv. */
export interface ReportedMetric {
  /** As it is written. */
  readonly written: string;
  readonly meant: MeantMetric;
  /** As it is written, without a percent sign; null when it is undefined (empty, NaN, infinite). */
  readonly value: number | null;
  /** Whether the value or the name says percent. */
  readonly isPercent: boolean;
  /** Digits behind the decimal mark: the figure is known to half a unit of the last one. */
  readonly decimals: number;
}

/** Reads summary.csv: one row per metric. */
export class SummaryFile implements CsvReader {
  readonly wanted = NEEDED;
  readonly needed = NEEDED;
  readonly #rules: OutputRules;
  readonly #findings: Findings;
  readonly #metrics = new Map<string, ReportedMetric>();
  /** Those that are there, whatever their value is. */
  readonly #keys = new Set<string>();
  #numbers = new NumberReader(false);
  #hasBegun = false;

  constructor(rules: OutputRules, findings: Findings) {
    this.#rules = rules;
    this.#findings = findings;
  }

  begin({ separator }: CsvHeader): FieldSink {
    this.#hasBegun = true;
    this.#numbers = new NumberReader(separator !== ",");
    let written = "";
    let text = "";
    return {
      field(slot, bytes, from, to) {
        const told = bytes.toString("utf8", from, Math.min(to, from + LONGEST_TEXT)).trim();
        if (slot === METRIC) written = told;
        else text = told;
      },
      row: (line) => this.#add(written, text, line),
    };
  }

  found(): readonly ReportedMetric[] {
    return [...this.#metrics.values()];
  }

  /** What only the whole file tells. */
  checkWhole(): void {
    if (!this.#hasBegun) return;
    for (const name of EXPECTED) {
      if (!this.#keys.has(meantMetric(name).key)) this.#findings.fault(`has no metric "${name}"`);
    }
    for (const name of this.#rules.required_metrics ?? []) {
      if (!this.#keys.has(meantMetric(name).key)) {
        this.#findings.broken(`has no metric ${shownText(name)}, which required_metrics names`);
      }
    }
  }

  #add(written: string, text: string, line: number): void {
    const findings = this.#findings;
    const meant = meantMetric(written);
    if (meant.key === "") return findings.warnAt("has a metric without a name", line);
    if (this.#keys.has(meant.key)) {
      return findings.faultAt("has a metric that is there already", line, Buffer.from(written));
    }
    if (this.#keys.size >= MOST_METRICS) {
      return findings.warnAt(`has more than ${MOST_METRICS} metrics: this one is not read`, line, Buffer.from(written));
    }
    this.#keys.add(meant.key);
    const bare = text.replace(/\s*%$/, "");
    const bytes = Buffer.from(bare);
    const value = this.#numbers.read(bytes, 0, bytes.length);
    const { fault } = this.#numbers;
    if (fault === "text" || fault === "mixed_decimals") {
      const isExpected = EXPECTED.some((name) => meantMetric(name).key === meant.key);
      findings[isExpected ? "faultAt" : "warnAt"](
        `has a value that is no number`,
        line,
        Buffer.from(`${written}: ${text}`),
      );
      return;
    }
    if (fault !== null) findings.warnAt("has a metric without a value", line, Buffer.from(written));
    this.#metrics.set(meant.key, {
      written,
      meant,
      value: fault === null ? value : null,
      isPercent: meant.isPercent || bare !== text,
      decimals: decimalsOf(bare),
    });
  }
}

/** Of a text with an exponent as many as a double has. */
function decimalsOf(text: string): number {
  if (/e/i.test(text)) return 15;
  return /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
}
