import { stat } from "node:fs/promises";
import path from "node:path";
import { calendarMeant, CALENDAR_NAMES, type CalendarName, isCalendarName } from "../../calendar/calendar-names.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { outputsCheckJson } from "../../contract/json/checks-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import { CONTRACT, type OutputsSpec } from "../../core/spec/outputs-spec.ts";
import { askWhether, suggestName } from "../../core/text/suggest-name.ts";
import { checkOutputs } from "../../executors/outputs/check-outputs.ts";
import { type CellOutputs, type ReadOptions, readOutputs } from "../../executors/outputs/read-outputs.ts";
import { isScriptSpec } from "../../factory/dag-spec.ts";
import type { CommandContext } from "../command-context.ts";
import { type RuleOption, withOutputRule } from "../options/output-rule.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { outputsLines } from "../views/outputs-view.ts";

export interface OutputsOptions {
  /** `dag` or `dag#backtest`. */
  readonly rules?: string;
  readonly rule?: RuleOption;
  readonly capital?: string;
  readonly calendar?: string;
  readonly json?: boolean;
}

export async function outputs(given: string, options: OutputsOptions, context: CommandContext): Promise<void> {
  const { output, cwd } = context;
  const own = { calendar: calendarOf(options.calendar), initialCapital: capitalOf(options.capital) };
  const folder = path.resolve(cwd, given);
  await requireFolder(folder, given);
  const asked = options.rules === undefined ? null : await askedBy(options.rules, context);
  const spec = (options.rule ?? []).reduce((spec, rule) => withOutputRule(spec, rule), asked?.outputs ?? CONTRACT);
  const calendar = own.calendar ?? asked?.calendar ?? null;
  const initialCapital = own.initialCapital ?? asked?.initialCapital ?? null;
  const found: Pick<CellOutputs, "report"> & { readonly metrics: CellOutputs["metrics"] | null } =
    initialCapital === null
      ? { report: await checkOutputs(folder, spec, { calendar, initialCapital }), metrics: null }
      : await readOutputs(folder, spec, { calendar, initialCapital, blocks: SWEEP_BLOCKS, ...asked?.year });
  for (const line of outputsLines(found, output)) output.print(line);
  output.json("outputs", outputsCheckJson(folder, found));
  if (!found.report.valid) process.exitCode = EXIT.invalid;
}

interface AskedOutputs {
  readonly outputs: OutputsSpec;
  readonly calendar: CalendarName | null;
  readonly initialCapital: number;
  readonly year: Pick<ReadOptions, "barsPerYear" | "riskFreeRate">;
}

/** What a script of a DAG is held to. */
async function askedBy(text: string, context: CommandContext): Promise<AskedOutputs> {
  const [, dag = text, name] = /^(.*)#([^#]*)$/s.exec(text) ?? [];
  const { spec } = await loadDagFile(dag, context);
  const scripts = spec.backtests.filter(isScriptSpec);
  const names = scripts.map((script) => script.name);
  const [first, second] = name === undefined ? scripts : scripts.filter((script) => script.name === name);
  if (first === undefined) {
    const what = name === undefined ? "a script" : `a script "${name}"`;
    throw new AppError("USAGE", `${spec.id} has no backtest with ${what}.`, { hint: suggestName(name ?? "", names) });
  }
  if (second !== undefined) {
    const hint = `Write ${dag}#${first.name}, or one of ${names.join(", ")}.`;
    throw new AppError("USAGE", `${spec.id} has several backtests with scripts.`, { hint });
  }
  const { strategy, settings } = first;
  const { initialCapital, barsPerYear, riskFreeRate } = settings;
  return {
    outputs: strategy.outputs,
    // The factory has checked that there is such a market.
    calendar: strategy.calendar as CalendarName | null,
    initialCapital,
    year: { barsPerYear: barsPerYear ?? undefined, riskFreeRate },
  };
}

function calendarOf(name: string | undefined): CalendarName | null {
  if (name === undefined || isCalendarName(name)) return name ?? null;
  const meant = calendarMeant(name);
  const hint = meant === null ? suggestName(name, CALENDAR_NAMES) : askWhether(meant);
  throw new AppError("USAGE", `There is no calendar "${name}".`, { hint });
}

function capitalOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const capital = Number(text);
  if (text.trim() !== "" && Number.isFinite(capital) && capital > 0) return capital;
  throw new AppError("USAGE", `--capital takes a number above 0, not "${text}".`);
}

async function requireFolder(folder: string, given: string): Promise<void> {
  const stats = await stat(folder).catch(() => null);
  if (stats === null) {
    throw new AppError("FILE_NOT_FOUND", `There is no folder ${given}`, {
      hint: "Name the folder that a script has written its files to, such as results/run_20260210_143022_a3f8b2c1.",
    });
  }
  if (!stats.isDirectory()) {
    throw new AppError("FILE_NOT_REGULAR", `${given} is no folder`, { hint: "Name the folder that the file is in." });
  }
}
