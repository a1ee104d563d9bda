import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import type { Project } from "../../app/project.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { RUN_STATUSES } from "../../core/names/states.ts";
import { findRun } from "../../runs/query/show-run.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { listRuns } from "../../store/run/list-runs.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import { type ActOptions, addActOptions } from "./act-options.ts";
import { parseRunStatus } from "../../core/names/parse-run-status.ts";
import { sinceMoment } from "../../contract/asked/since.ts";

/** Which runs something is done to: one that is named, or all that match. */
export interface BulkOptions extends ActOptions {
  readonly dag?: string;
  readonly state?: string;
  readonly since?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function addBulkOptions(command: Command): Command {
  addActOptions(
    command
      .option("--dag <id>", "every run of this DAG")
      .option("--state <state>", `every run in this state: ${RUN_STATUSES.join(", ")}`)
      .option("--since <when>", "every run asked for since: a duration back (8h, 2d), a day or a moment")
      .option("--all", "every run")
      .option("--dry-run", "only show which runs it would be done to")
      .option("--yes", "do not ask on a terminal before it is done to several runs"),
  );
  return command.option("--json", "one JSON document");
}

export function isBulk({ dag, state, since, all }: BulkOptions): boolean {
  return dag !== undefined || state !== undefined || since !== undefined || all === true;
}

/**
 * The runs that are meant, the latest first.
 *
 * @param ended only such that have ended, or that have not: of filters; a run that is named is taken as it is
 * @throws AppError USAGE, RUN_NOT_FOUND
 */
export async function chosenRuns(
  name: string | undefined,
  options: BulkOptions,
  { ended, project }: { readonly ended: boolean; readonly project: Project },
): Promise<readonly RunRow[]> {
  const { database } = project.deps;
  if (name !== undefined) {
    if (isBulk(options)) throw new AppError("USAGE", "Name a run, or write filters: both do not go together.");
    const run = await readRun(database, await findRun(database, name));
    return run === null ? [] : [run];
  }
  if (!isBulk(options)) {
    throw new AppError("USAGE", "No run is named.", {
      hint: "Name a run (its id, a DAG, or last), or write --dag, --state, --since or --all.",
    });
  }
  const { dag: dagId = null, state, since } = options;
  return listRuns(database, {
    dagId,
    state: state === undefined ? null : parseRunStatus(state),
    since: since === undefined ? null : sinceMoment(since, await readNow(database)),
    ended,
    limit: null,
    offset: 0,
  });
}

/** Asks on a terminal before something is done to several things; elsewhere it is done as it was written. */
export async function isConfirmed(
  question: string,
  { yes, json }: Pick<BulkOptions, "yes" | "json">,
): Promise<boolean> {
  if (yes === true || json === true || !process.stdin.isTTY || !process.stderr.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
