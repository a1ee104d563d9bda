import { startDag } from "../../../app/actions/start-dag.ts";
import { dagOfId } from "../../../app/dags/dag-of-id.ts";
import { requireGood } from "../../../app/dags/load-dag.ts";
import { stopRun } from "../../../runs/end/stop-run.ts";
import { findRun } from "../../../runs/query/show-run.ts";
import { readRun } from "../../../store/run/runs.ts";
import { listLiveWorkers } from "../../../store/workers.ts";
import { actOf } from "../../options/act-options.ts";
import { needed, optional } from "../arguments.ts";
import { type Tool, tool } from "../tool.ts";
import { OVERRIDES, overridesOf } from "./dag-tools.ts";

const REASON = optional("text", "why, for those who read the audit later");

/** What changes something; only there with --allow-start. */
export const START_TOOLS: readonly Tool[] = [
  tool({
    name: "start_run",
    description: "Starts a run of a DAG, which live workers compute. Call plan first: it says how many cells that is.",
    isReadOnly: false,
    takes: {
      dag: needed("text", "id of a DAG of the project, as list_dags has it"),
      ...OVERRIDES,
      dedupe: optional(
        "flag",
        "takes the run of the same that is queued, running or has succeeded, where there is one",
      ),
      reason: REASON,
    },
    answer: async ({ dag, dedupe = false, reason = "", ...overrides }, { project, readDags }) => {
      const good = requireGood(dagOfId(dag, await readDags()), dag);
      const act = actOf({ reason: `Through MCP. ${reason}` }, project);
      const started = await startDag(good, { overrides: overridesOf(overrides), dedupe, act }, project.deps);
      const run = await readRun(project.deps.database, started.id);
      const workers = (await listLiveWorkers(project.deps.database)).length;
      const facts = { run_id: started.id, state: run?.status ?? "queued", existing: started.existing, workers };
      return {
        facts,
        next: workers === 0 ? "Nobody computes it: no worker is up." : `get_run with run: ${started.id}.`,
      };
    },
  }),
  tool({
    name: "cancel_run",
    description: "Stops a run. It is cancelled only when nothing of it is left; until then cancelling.",
    isReadOnly: false,
    takes: { run: needed("text", "id of a run"), reason: REASON },
    answer: async ({ run, reason = "" }, { project }) => {
      const { database } = project.deps;
      const id = await findRun(database, run);
      const act = actOf({ reason: `Through MCP. ${reason}` }, project);
      const cancelled = await stopRun(database, id, { state: "cancelled", reason: `Cancelled by ${act.by}` }, act);
      const after = await readRun(database, id);
      return { facts: { run_id: id, cancelled, state: after?.status ?? "cancelled" } };
    },
  }),
];
