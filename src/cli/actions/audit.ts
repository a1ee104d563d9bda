import { auditEntryJson } from "../../contract/json/actions/audit-json.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { type AuditRow, listActs } from "../../store/actions/audit.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { Database } from "../../store/connection/transaction.ts";
import type { CommandContext } from "../command-context.ts";
import { sinceMoment } from "../../contract/asked/since.ts";
import { openCommandProject } from "../project/open-project.ts";
import { shortMoment } from "../views/short-moment.ts";

export interface AuditOptions {
  readonly dag?: string;
  readonly run?: string;
  readonly since?: string;
  readonly lines: number;
  readonly json?: boolean;
}

/** `nightgrid audit` */
export async function showAudit(options: AuditOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const acts = await retryUntilConnected(() => readActs(options, project.deps.database), project.patience);
  output.json("audit", { actions: acts.map(auditEntryJson) });
  for (const line of acts.length === 0 ? ["Nothing was done by hand yet."] : auditTable(acts)) output.print(line);
}

async function readActs({ dag, run, since, lines }: AuditOptions, database: Database): Promise<readonly AuditRow[]> {
  return listActs(database, {
    dagId: dag ?? null,
    runId: run === undefined ? null : await findRun(database, run),
    since: since === undefined ? null : sinceMoment(since, await readNow(database)),
    limit: lines === 0 ? null : lines,
  });
}

function auditTable(acts: readonly AuditRow[]): readonly string[] {
  const rows = acts.map((act) => [
    shortMoment(act.at),
    printableLine(act.by),
    act.origin,
    act.action.replaceAll("_", " "),
    printableLine(
      [act.runId ?? act.dagId ?? (act.target === null ? "all DAGs" : null), act.target]
        .filter((part) => part !== null)
        .join(" "),
    ),
    printableLine(act.reason ?? ""),
  ]);
  return textTable([["when", "who", "from", "what", "of", "why"], ...rows], { leftColumns: [0, 1, 2, 3, 4, 5] });
}
