import type { GoodDag } from "../../app/dags/load-dag.ts";
import type { Project } from "../../app/project.ts";
import { startRequest } from "../../app/start-request.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { StartRequest } from "../../runs/start/run-plan.ts";
import type { Output } from "../terminal/output.ts";
import type { RunOptions } from "./run-options.ts";

/** What the options ask for. Warns on stderr of what was probably meant otherwise. @throws AppError USAGE, PARAM_UNKNOWN or PARAM_INVALID */
export async function requestedRun(
  dag: GoodDag,
  { param, date, lookback, symbols, asOf }: RunOptions,
  { project, output }: { readonly project: Project; readonly output: Output },
): Promise<StartRequest> {
  const overrides = {
    params: Object.fromEntries(param.map(parseAssignment)),
    ...(date === undefined ? {} : { date }),
    ...(lookback === undefined ? {} : { lookback }),
    ...(symbols === undefined ? {} : { symbols }),
    ...(asOf === undefined ? {} : { asOf }),
  };
  const { request, doubts } = await startRequest(dag, overrides, project.deps);
  for (const { message, hint } of doubts) {
    output.note(output.noteColors.yellow(`warning[PARAM_INVALID]: ${message}${hint === null ? "" : ` ${hint}`}`));
  }
  return request;
}

function parseAssignment(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new AppError("USAGE", `"${text}" is no parameter.`, {
    hint: "Write --param name=value, such as --param fast=20.",
  });
}
