import type { ActedRun } from "../../contract/json/actions/acted-run-json.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { minute } from "./run-table.ts";

/** @param done what was done, as in `cancelled` */
export function actedRunTable(done: string, acted: readonly ActedRun[], isDry: boolean): readonly string[] {
  if (acted.length === 0) return [`No run is to be ${done}.`];
  const rows = acted.map((one) => [
    one.run.id,
    one.run.dagId,
    one.run.status,
    minute(one.run.logicalDate),
    printableLine(isDry && one.error === undefined ? `would be ${done}${detailText(one)}` : whatText(one, done)),
  ]);
  return textTable([["run", "dag", "state", "logical date", ""], ...rows], { leftColumns: [0, 1, 2, 4] });
}

function whatText(one: ActedRun, done: string): string {
  if (one.error !== undefined) return one.error;
  return one.done ? `${done}${detailText(one)}` : `not ${done}: it had ended already, or others were first`;
}

function detailText({ tasks, newRunId }: ActedRun): string {
  if (newRunId !== undefined) return ` as ${newRunId}`;
  return tasks === undefined ? "" : `: ${tasks === 1 ? "one task" : `${tasks} tasks`} again`;
}
