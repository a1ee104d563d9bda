import { Type } from "typebox";
import { poolJson } from "../../contract/json/pool-json.ts";
import { listPools, removePool, setPool } from "../../runs/limits/set-pool.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";

const tag = "pools";
const poolParam = { pool: Type.String({ minLength: 1, maxLength: 100, description: "name of a pool, or a priority" }) };

export const POOL_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/pools",
    id: "listPools",
    summary: "The pools, what they hold and who waits for them.",
    tag,
    role: "viewer",
    answers: { 200: { description: "by kind and name", document: "pools" } },
    handle: async (_request, { project }) => ok({ pools: (await listPools(project.deps.database)).map(poolJson) }),
  }),
  route({
    method: "PUT",
    path: "/api/v1/pools/:pool",
    id: "setPool",
    summary: "Make a pool, or change how much of it may be taken at a time.",
    tag,
    role: "admin",
    params: poolParam,
    body: Type.Object(
      {
        slots: Type.Integer({ minimum: 0, maximum: 100_000, description: "attempts at a time" }),
        memory_mb: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: "MiB together" })),
      },
      { additionalProperties: false },
    ),
    example: { slots: 2 },
    answers: { 200: { description: "it is so", document: "changed_pool" } },
    handle: async ({ params, body }, { project }) => {
      const { slots, memory_mb: memoryMb = null } = body;
      await setPool(project.deps.database, params.pool, { slots, memoryMb });
      return ok({ name: params.pool, slots, memory_mb: memoryMb });
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/pools/:pool",
    id: "removePool",
    summary: "Remove a pool that no DAG names.",
    tag,
    role: "admin",
    params: poolParam,
    answers: { 200: { description: "it is gone", document: "removed_pool" } },
    handle: async ({ params }, { project }) => {
      await removePool(project.deps.database, params.pool);
      return ok({ name: params.pool });
    },
  }),
];
