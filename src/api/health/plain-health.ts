import type { FastifyPluginAsync } from "fastify";
import type { Clock } from "../../core/time/clock.ts";

/** `GET /healthz` where no figures are to be told: it answers everybody, and says nothing else. */
export function plainHealth(clock: Clock): FastifyPluginAsync {
  return async (app) => {
    app.get("/healthz", { config: { role: "none" } }, async (_request, reply) => {
      void reply.header("cache-control", "no-store");
      return { status: "operational", timestamp: clock.now().toISOString() };
    });
  };
}
