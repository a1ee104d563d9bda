import { dagOfId } from "../../../app/dags/dag-of-id.ts";
import { requireGood } from "../../../app/dags/load-dag.ts";
import type { RunOverrides } from "../../../app/nightgrid.ts";
import { startRequest } from "../../../app/start-request.ts";
import { dagJson, diagnosticJson } from "../../../contract/json/dags-json.ts";
import { planJson } from "../../../contract/json/plan-json.ts";
import { listPauses } from "../../../runs/schedule/dag-pause.ts";
import { previewRun } from "../../../runs/start/preview-run.ts";
import { readTiming } from "../../../runs/start/run-timing.ts";
import { type Argument, type Given, needed, optional } from "../arguments.ts";
import { type Tool, tool, type ToolDeps } from "../tool.ts";

const DAG = needed("text", "id of a DAG, as list_dags has it");
const MOST_PROBLEMS = 20;

/** What a run can be asked for besides what its file says. */
export const OVERRIDES = {
  params: optional("values", "values of parameters by name; one that is an axis of the grid takes its place"),
  date: optional("text", "the logical date, a day or a moment; absent: now"),
  lookback: optional("text", "how far back the data go, such as 365D"),
  symbols: optional("texts", "symbols in place of the file's", 1000),
  as_of: optional("text", "the data as they were known on that day, or at that moment"),
} satisfies Readonly<Record<string, Argument>>;

export function overridesOf({ params, symbols, date, lookback, as_of: asOf }: Given<typeof OVERRIDES>): RunOverrides {
  return {
    ...(date !== undefined && { date }),
    ...(lookback !== undefined && { lookback }),
    ...(asOf !== undefined && { asOf }),
    ...(symbols !== undefined && { symbols: symbols.join(",") }),
    ...(params !== undefined && {
      params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    }),
  };
}

async function momentOf({ project }: ToolDeps) {
  const { database, clock } = project.deps;
  return { cwd: project.home, now: clock.now(), pauses: await listPauses(database) };
}

export const DAG_TOOLS: readonly Tool[] = [
  tool({
    name: "list_dags",
    description: "The DAG files of the project: id, state, schedule, next run, tags. Files with errors are among them.",
    takes: { query: optional("text", "only DAGs whose id, file or tags hold this") },
    answer: async ({ query = "" }, deps) => {
      const loaded = await deps.readDags();
      const at = await momentOf(deps);
      const all = loaded.map((dag) => dagJson(dag, at));
      const list = all.filter((dag) => `${dag.id ?? ""} ${dag.file} ${dag.tags.join(" ")}`.includes(query));
      return { facts: {}, rows: { name: "dags", list }, narrow: "Narrow it down with query." };
    },
  }),
  tool({
    name: "get_dag",
    description: "One DAG: its YAML text, state, schedule, and what is wrong with it.",
    takes: { dag: DAG },
    answer: async ({ dag }, deps) => {
      const loaded = dagOfId(dag, await deps.readDags());
      const problems = loaded.diagnostics.slice(0, MOST_PROBLEMS).map(diagnosticJson);
      return { facts: { ...dagJson(loaded, await momentOf(deps)), problems, yaml: loaded.text } };
    },
  }),
  tool({
    name: "plan",
    description:
      "What a run of a DAG would do: cells, those whose result is known, data, notes, tasks. Nothing is run.",
    takes: { dag: DAG, ...OVERRIDES },
    answer: async ({ dag, ...overrides }, { project, readDags }) => {
      const good = requireGood(dagOfId(dag, await readDags()), dag);
      const { request } = await startRequest(good, overridesOf(overrides), project.deps);
      const { backtests, slots } = await previewRun(request, project.deps);
      return { facts: planJson(request, { backtests, slots, timing: await readTiming(request, project.deps) }) };
    },
  }),
];
