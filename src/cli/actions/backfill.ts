import type { Project } from "../../app/project.ts";
import { backfillJson, plannedBackfillJson } from "../../contract/json/actions/backfill-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { Reprocess } from "../../core/names/states.ts";
import { backfillView } from "../../runs/backfill/backfill-view.ts";
import { planBackfill, startBackfill } from "../../runs/backfill/start-backfill.ts";
import { cancelBackfill, resumeBackfill } from "../../runs/backfill/stop-backfill.ts";
import { overrideData } from "../../runs/start/override-data.ts";
import { watchBackfill } from "../../runs/backfill/watch-backfill.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import { type BackfillId, findBackfill } from "../../store/actions/backfills.ts";
import { listLiveWorkers } from "../../store/workers.ts";
import type { CommandContext } from "../command-context.ts";
import { hearInterrupts, interruptExitCode } from "../interrupts/interrupts.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { loadDagFile } from "../project/load-dag-file.ts";
import { openCommandProject } from "../project/open-project.ts";
import { typedCommand } from "../terminal/typed-command.ts";
import { backfillLines, plannedLines, progressLine } from "../views/backfill-view.ts";

export interface BackfillOptions extends ActOptions {
  readonly from?: string;
  readonly to?: string;
  readonly reprocess: Reprocess;
  readonly maxActive: number;
  readonly reverse?: boolean;
  readonly asOf?: string;
  readonly dryRun?: boolean;
  readonly cancel?: string;
  readonly resume?: string;
  readonly detach?: boolean;
  readonly json?: boolean;
}

/** `nightgrid backfill` */
export async function backfill(
  name: string | undefined,
  options: BackfillOptions,
  context: CommandContext,
): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const { database } = project.deps;
  const act = actOf(options, project);
  const { cancel, resume } = options;
  if (cancel !== undefined) {
    await cancelBackfill(database, numbered(cancel), act);
    return await follow(cancel, options, { project, context });
  }
  if (resume !== undefined) {
    await resumeBackfill(database, numbered(resume), act);
    return await follow(resume, options, { project, context });
  }
  if (name === undefined)
    throw new AppError("USAGE", "No DAG is named.", { hint: "Write its id or its file, --cancel or --resume." });
  if (options.from === undefined && options.to === undefined) return await showLast(name, { project, context });
  const id = await start(name, options, { project, context, act });
  if (id !== null) await follow(id, options, { project, context });
}

interface Surroundings {
  readonly project: Project;
  readonly context: CommandContext;
}

/** Null when nothing was started. */
async function start(
  name: string,
  { from, to, reprocess, maxActive, reverse, dryRun, asOf }: BackfillOptions,
  { project, context, act }: Surroundings & { readonly act: Act },
): Promise<BackfillId | null> {
  if (from === undefined || to === undefined) {
    throw new AppError("USAGE", "A backfill needs both ends.", { hint: "Write --from 2026-01-01 --to 2026-01-31." });
  }
  const { file, text, spec: written } = await loadDagFile(name, context);
  const { spec } = overrideData(written, asOf === undefined ? {} : { asOf });
  const request = { dag: { file, text, spec }, from, to, reprocess, maxActive, reverse: reverse === true };
  if (dryRun !== true) return startBackfill(request, act, project.deps.database);
  const plan = await retryUntilConnected(() => planBackfill(request, project.deps.database), project.patience);
  context.output.json("backfill", plannedBackfillJson(plan, request));
  for (const line of plannedLines(plan, request)) context.output.print(line);
  return null;
}

async function showLast(name: string, { project, context }: Surroundings): Promise<void> {
  const { database } = project.deps;
  const id = await retryUntilConnected(() => findBackfill(database, name), project.patience);
  if (id === null) {
    throw new AppError("BACKFILL_NOT_FOUND", `The DAG ${name} has had no backfill.`, {
      hint: "Start one with --from and --to.",
    });
  }
  const view = await retryUntilConnected(() => backfillView(database, id), project.patience);
  context.output.json("backfill", backfillJson(view));
  for (const line of backfillLines(view)) context.output.print(line);
}

/** Says how far it is until it is over; it goes on without this command. */
async function follow(
  id: BackfillId,
  { detach }: Pick<BackfillOptions, "detach">,
  { project, context }: Surroundings,
): Promise<void> {
  const { output, env } = context;
  const { database } = project.deps;
  const nightgrid = typedCommand(env);
  const isAlone = (await listLiveWorkers(database)).length === 0;
  if (detach !== true && !isAlone) await untilOver(id, { project, context });
  const view = await retryUntilConnected(() => backfillView(database, id), project.patience);
  output.json("backfill", backfillJson(view));
  for (const line of backfillLines(view)) output.print(line);
  if (view.backfill.state !== "running") return;
  output.print(`Stop it with: ${nightgrid} backfill --cancel ${id}`);
  if (isAlone) output.note(`No worker is up; start one with: ${nightgrid} worker`);
}

async function untilOver(id: BackfillId, { project, context }: Surroundings): Promise<void> {
  const { output } = context;
  const leaving = new AbortController();
  const end = hearInterrupts(
    (signal) => {
      output.note("It goes on without this command.");
      process.exitCode = interruptExitCode(signal);
      leaving.abort();
    },
    (signal) => process.exit(interruptExitCode(signal)),
  );
  let told = "";
  try {
    const watched = watchBackfill(project.deps.database, id, { signal: leaving.signal, patience: project.patience });
    for await (const view of watched) {
      const line = progressLine(view);
      if (line !== told) output.note(line);
      told = line;
    }
  } finally {
    end();
  }
}

function numbered(text: string): BackfillId {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new AppError("USAGE", `"${text}" is no number of a backfill.`, {
    hint: "`nightgrid backfill <dag>` shows the last one of a DAG with its number.",
  });
}
