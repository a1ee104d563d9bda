/**
 * A service of a trading desk: routes of its own, Nightgrid's API and pages below /nightgrid for the people whom it knows, and
 * a worker and the schedules in the same process. From a project with `dags/`:
 *
 *     NIGHTGRID_HOME=. DESK_KEY=change-me PORT=3000 node service.ts
 */
import { timingSafeEqual } from "node:crypto";
import Fastify, { type FastifyRequest } from "fastify";
import { type MountedUser, nightgridApi } from "nightgrid/api";
import { createNightgrid } from "nightgrid/service";

const { NIGHTGRID_HOME: home = ".", DESK_KEY: key = "", PORT = "3000" } = process.env;
if (key === "") throw new Error("DESK_KEY is missing: who knows it may do everything here");

const nightgrid = await createNightgrid({ home, by: "desk", log: console });
const app = Fastify();

/** A real service looks into its own session here. */
function whoAsks({ headers }: Pick<FastifyRequest, "headers">): MountedUser | null {
  const given = Buffer.from(String(headers["x-desk-key"] ?? ""));
  const isKnown = given.length === key.length && timingSafeEqual(given, Buffer.from(key));
  return isKnown ? { name: "desk", role: "operator" } : null;
}

app.get<{ Params: { readonly dag: string } }>("/best/:dag", async (request, reply) => {
  if (whoAsks(request) === null) return reply.code(401).send({ error: "Who are you?" });
  const { state, best } = await nightgrid.ended(await nightgrid.start(request.params.dag, {}, { dedupe: true }));
  return { state, params: best?.params ?? null, sharpe: best?.metrics?.sharpe ?? null };
});
await app.register(nightgridApi(nightgrid, { authenticate: whoAsks }), { prefix: "/nightgrid" });

await nightgrid.startWorker({ slots: 1 });
await nightgrid.startScheduler();
const url = await app.listen({ host: "127.0.0.1", port: Number(PORT) });
console.info(`Listening on ${url}`);

/** The server first: it asks Nightgrid. */
async function stop(): Promise<void> {
  await app.close();
  await nightgrid.close();
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
