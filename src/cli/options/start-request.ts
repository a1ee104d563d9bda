import { AppError } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { overrideData } from "../../runs/start/override-data.ts";
import { overrideParams } from "../../runs/start/override-params.ts";
import type { StartRequest } from "../../runs/start/run-plan.ts";
import type { Project } from "../../app/project.ts";
import type { Output } from "../terminal/output.ts";
import type { GoodDag } from "../project/load-dag-file.ts";
import type { RunOptions } from "./run-options.ts";

/** Warns on stderr of what was probably meant otherwise. @throws AppError USAGE, PARAM_UNKNOWN or PARAM_INVALID */
export async function startRequest(
  dag: GoodDag,
  options: RunOptions,
  { project: { deps }, output }: { readonly project: Project; readonly output: Output },
): Promise<StartRequest> {
  const texts = Object.fromEntries(options.param.map(parseAssignment));
  const data = overrideData(dag.spec, options);
  const { spec, overrides: params, doubts } = await overrideParams(data.spec, texts, deps.strategies);
  for (const { message, hint } of doubts) {
    output.note(output.noteColors.yellow(`warning[PARAM_INVALID]: ${message}${hint === null ? "" : ` ${hint}`}`));
  }
  // Another day than today is an experiment, too.
  const date: Params = options.date === undefined ? {} : { logical_date: options.date };
  const overrides = { ...data.overrides, ...params, ...date };
  const logicalDate = options.date === undefined ? deps.clock.now() : parseDate(options.date);
  return { dag: { file: dag.file, text: dag.text, spec }, logicalDate, trigger: "manual", tickAt: null, overrides };
}

function parseAssignment(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new AppError("USAGE", `"${text}" is no parameter.`, {
    hint: "Write --param name=value, such as --param fast=20.",
  });
}

function parseDate(text: string): Date {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const date = new Date(text);
  // 2020-02-30 is read as the first of March.
  if (isIso && !Number.isNaN(date.getTime()) && (text.length > 10 || date.toISOString().startsWith(text))) return date;
  throw new AppError("USAGE", `"${text}" is no date.`, {
    hint: "Write YYYY-MM-DD, or a moment such as 2026-02-10T08:30:00Z.",
  });
}
