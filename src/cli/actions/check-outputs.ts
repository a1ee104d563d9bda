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
import { type CellOutputs, readOutputs } from "../../executors/outputs/read-outputs.ts";
import type { CommandContext } from "../command-context.ts";
import { outputsLines } from "../views/outputs-view.ts";

export interface OutputsOptions {
  readonly rule?: OutputsSpec;
  readonly capital?: string;
  readonly calendar?: string;
  readonly json?: boolean;
}

export async function outputs(given: string, options: OutputsOptions, { output, cwd }: CommandContext): Promise<void> {
  const { rule: spec = CONTRACT } = options;
  const calendar = calendarOf(options.calendar);
  const initialCapital = capitalOf(options.capital);
  const folder = path.resolve(cwd, given);
  await requireFolder(folder, given);
  const found: Pick<CellOutputs, "report"> & { readonly metrics: CellOutputs["metrics"] | null } =
    initialCapital === null
      ? { report: await checkOutputs(folder, spec, { calendar, initialCapital }), metrics: null }
      : await readOutputs(folder, spec, { calendar, initialCapital, blocks: SWEEP_BLOCKS });
  for (const line of outputsLines(found, output)) output.print(line);
  output.json("outputs", outputsCheckJson(folder, found));
  if (!found.report.valid) process.exitCode = EXIT.invalid;
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
