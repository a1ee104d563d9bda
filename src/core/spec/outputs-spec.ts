/** Files that a script or a job is expected to leave, and what is asked of each. */
export const CONTRACT_FILES = ["trades.csv", "summary.csv", "pnl.csv", "metadata.json", "execution.log"] as const;
export type ContractFile = (typeof CONTRACT_FILES)[number];

/** What a DAG says of the files of its scripts; those of the contract that are not named are as the contract has them. */
export interface OutputsSpec {
  readonly files: readonly OutputFileSpec[];
}

export interface OutputFileSpec {
  /** A name without a folder; see `fileNameProblem`. */
  readonly name: string;
  /**
   * Whether a result needs it. What is wrong with a file that it does not need is only warned of, but for the rules below.
   * Absent: as in the contract; true for a file that is not of the contract.
   */
  readonly required?: boolean;
  readonly rules: OutputRules;
}

/** The contract alone. */
export const CONTRACT: OutputsSpec = { files: [] };

interface OutputRule {
  /** Which files can be held to it; null: any. */
  readonly of: readonly ContractFile[] | null;
  readonly kind: "number" | "count" | "names";
  /** Inclusive, of a number. */
  readonly min?: number;
  readonly max?: number;
  /** One sentence: what holds when it is kept. */
  readonly meaning: string;
}

/** Every rule there is. A rule that is broken fails the cell, whether or not the file is required. */
export const OUTPUT_RULES = {
  min_bytes: {
    of: null,
    kind: "count",
    meaning: "The file has at least this many bytes (trades.csv and pnl.csv 101, summary.csv 51 unless given).",
  },
  min_rows: {
    of: null,
    kind: "count",
    meaning:
      "A CSV file has at least this many rows below its header (trades.csv, summary.csv, pnl.csv 1 unless given).",
  },
  required_columns: {
    of: null,
    kind: "names",
    meaning: "A CSV file has these columns too; small and capital letters are the same.",
  },
  min_trades: {
    of: ["trades.csv"],
    kind: "count",
    meaning: "There are at least this many trades; 0 lets a script that did not trade succeed.",
  },
  max_trades: { of: ["trades.csv"], kind: "count", meaning: "There are at most this many trades." },
  max_loss_per_trade: {
    of: ["trades.csv"],
    kind: "number",
    max: 0,
    meaning: "No trade has a lower pnl than this (0 or below), in account currency: −10000 lets a trade lose 10,000.",
  },
  min_win_rate: {
    of: ["trades.csv"],
    kind: "number",
    min: 0,
    max: 1,
    meaning: "At least this share of the trades has a pnl above 0, as a fraction: 0.4 is 40 %.",
  },
  max_drawdown_pct: {
    of: ["pnl.csv"],
    kind: "number",
    min: -100,
    max: 100,
    meaning:
      "The equity (capital + cumulative_pnl, the capital being the first peak) never lies further below its peak, in percent; −30 and 30 both mean 30 %.",
  },
  max_loss_per_day: {
    of: ["pnl.csv"],
    kind: "number",
    max: 0,
    meaning: "No day has a lower pnl than this (0 or below), in account currency.",
  },
  max_missing_days: {
    of: ["pnl.csv"],
    kind: "count",
    meaning:
      "At most this many trading days in a row have no row. Unless given 0 by a market calendar, and 5 by weekdays where there is no calendar, so that holidays pass.",
  },
  required_metrics: {
    of: ["summary.csv"],
    kind: "names",
    meaning: "These metrics are there too, by their names in the file or in Nightgrid.",
  },
} as const satisfies Readonly<Record<string, OutputRule>>;

export type OutputRuleName = keyof typeof OUTPUT_RULES;
type NamesRule = {
  [Name in OutputRuleName]: (typeof OUTPUT_RULES)[Name]["kind"] extends "names" ? Name : never;
}[OutputRuleName];

/** Absent rules ask nothing beyond the contract. */
export type OutputRules = Readonly<
  Partial<Record<Exclude<OutputRuleName, NamesRule>, number> & Record<NamesRule, readonly string[]>>
>;

export const OUTPUT_RULE_NAMES = Object.keys(OUTPUT_RULES) as readonly OutputRuleName[];

export function outputRule(name: OutputRuleName): OutputRule {
  return OUTPUT_RULES[name];
}

export function isContractFile(name: string): name is ContractFile {
  return CONTRACT_FILES.some((known) => known === name);
}

const LONGEST_NAME = 200;

/** Why a text is no name of a file in the folder of a result; null when it is one. No text that it lets through leaves that folder (I11). */
export function fileNameProblem(name: string): string | null {
  if (name === "" || name === "." || name === "..") return "is no name of a file";
  if (/[/\\]/.test(name)) return "is a path: only files of the result's own folder can be named";
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) return "has characters that no name should have";
  return name.length > LONGEST_NAME ? `is longer than ${LONGEST_NAME} characters` : null;
}
