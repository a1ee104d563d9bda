import { Type } from "typebox";
import { queuesJson, workersJson } from "../../contract/json/service/upkeep-json.ts";
import { storageJson } from "../../contract/json/upkeep/storage-json.ts";
import { readStorage, storageFolders } from "../../runs/query/upkeep/storage.ts";
import { readQueues, readWorkers } from "../../runs/query/upkeep/workers.ts";
import { TIMING } from "../../worker/start-worker.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";

const tag = "upkeep";

export const UPKEEP_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/workers",
    id: "listWorkers",
    summary: "Who computes, and who did in the last day.",
    tag,
    role: "viewer",
    answers: { 200: { description: "those that are alive first", document: "workers" } },
    handle: async (_request, { project }) => ok(workersJson(await readWorkers(project.deps.database), TIMING.aliveMs)),
  }),
  route({
    method: "GET",
    path: "/api/v1/queues",
    id: "readQueues",
    summary: "What waits, what runs, and what holds it back.",
    tag,
    role: "viewer",
    answers: { 200: { description: "by priority and kind", document: "queues" } },
    handle: async (_request, { project }) => ok(queuesJson(await readQueues(project.deps.database))),
  }),
  route({
    method: "GET",
    path: "/api/v1/storage",
    id: "readStorage",
    summary: "What runs have by DAG and kind, how large the database is, the folders on this host, and the depot.",
    tag,
    role: "admin",
    query: {
      depot: Type.Optional(
        Type.Boolean({ description: "look through the depot, too: a request there for a thousand objects" }),
      ),
    },
    answers: { 200: { description: "in bytes", document: "storage" } },
    handle: async ({ query }, { project }) => {
      const { database, depot } = project.deps;
      const options = { folders: storageFolders(project.home), depot: depot?.depot ?? null };
      return ok(storageJson(await readStorage(database, { ...options, listsDepot: query.depot ?? false })));
    },
  }),
];
