import path from "node:path";
import { queuesJson, storageJson, workersJson } from "../../contract/json/service/upkeep-json.ts";
import { readStorage } from "../../runs/query/upkeep/storage.ts";
import { readQueues, readWorkers } from "../../runs/query/upkeep/workers.ts";
import { TIMING } from "../../worker/start-worker.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";

const tag = "upkeep";
const FOLDERS = ["results", ".nightgrid", "datasets"] as const;

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
    summary: "How large the database is, and the folders on this host.",
    tag,
    role: "admin",
    answers: { 200: { description: "in bytes", document: "storage" } },
    handle: async (_request, { project }) => {
      const folders = FOLDERS.map((folder) => ({ folder, path: path.join(project.home, folder) }));
      return ok(storageJson(await readStorage(project.deps.database, folders)));
    },
  }),
];
