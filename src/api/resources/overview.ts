import path from "node:path";
import { dagJson } from "../../contract/json/dags-json.ts";
import { overviewJson } from "../../contract/json/service/overview-json.ts";
import type { ServiceDocuments } from "../../contract/service-documents.ts";
import { mayTouchDag } from "../../core/names/principal.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import { readOverview } from "../../runs/query/home/overview.ts";
import type { ApiService } from "../api-service.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";

type OverviewJson = ServiceDocuments["overview"];

export const OVERVIEW_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/overview",
    id: "readOverview",
    summary: "All DAGs with their last runs, what runs now, and what is wrong.",
    tag: "overview",
    role: "viewer",
    answers: { 200: { description: "by DAG", document: "overview" } },
    handle: async ({ principal }, service) => {
      const overview = overviewJson(await readOverview(service.project.deps.database, service.summaries));
      const whole = withFiles(overview, await service.readDags(), service);
      const isVisible = ({ dag }: { readonly dag: string }): boolean => mayTouchDag(principal, dag);
      return ok({
        ...whole,
        dags: whole.dags.filter(isVisible),
        running: whole.running.filter(isVisible),
        alarms: whole.alarms.filter(isVisible),
      });
    },
  }),
];

/** What lies in `dags/` is there, also where no scheduler has taken it up yet; and is broken as soon as it is. */
function withFiles(overview: OverviewJson, loaded: readonly LoadedDag[], { project }: ApiService): OverviewJson {
  const at = { cwd: project.home, now: new Date(overview.at), pauses: new Map() };
  const known = new Map(overview.dags.map((dag) => [path.resolve(project.home, dag.file), dag]));
  for (const one of loaded) {
    const dag = known.get(one.file);
    const { file, id, state, error, tags, timezone, next_run: next } = dagJson(one, at);
    if (dag !== undefined) {
      known.set(one.file, state === "error" ? { ...dag, file, state, error } : { ...dag, file });
      continue;
    }
    const name = id ?? path.parse(file).name;
    const isElsewhere = overview.dags.some(({ dag: other }) => other === name);
    if (isElsewhere && id !== null) continue;
    known.set(one.file, {
      dag: name,
      file,
      state,
      error,
      description: one.spec?.description ?? "",
      tags,
      paused: null,
      timezone,
      next,
      last: null,
      runs: [],
      best: null,
      alarms: { open: 0, severity: null },
    });
  }
  return { ...overview, dags: [...known.values()].toSorted((a, b) => (a.dag < b.dag ? -1 : 1)) };
}
