import type { FastifyInstance } from "fastify";
import { mayTouchDag, type Principal } from "../../core/names/principal.ts";
import type { ApiService } from "../api-service.ts";
import type { LiveEvent } from "./live-events.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";

interface EventsQuery {
  readonly run?: string;
  readonly dag?: string;
}

const QUERY = {
  type: "object",
  additionalProperties: false,
  properties: { run: { type: "string", maxLength: 100 }, dag: { type: "string", maxLength: 200 } },
};

/**
 * What changes, as it changes: `run` (a run as lists have it), `log` (its log has new lines), `reset` (look at everything
 * again). Of one run, of the runs of one DAG, or of all.
 */
export function addEventsRoute(app: FastifyInstance, { live }: ApiService): void {
  const streams = new Set<EventStream>();
  // The server would wait for them for ever.
  app.addHook("preClose", async () => {
    for (const stream of streams) stream.end();
  });
  app.get<{ Querystring: EventsQuery }>(
    "/api/v1/events",
    { config: { role: "viewer" }, schema: { querystring: QUERY } },
    (request, reply) => {
      const { query, nightgridPrincipal: principal } = request;
      const stream = openEventStream(request, reply);
      streams.add(stream);
      const after = request.headers["last-event-id"];
      const end = live.subscribe(
        (event) => {
          if (concerns(event, query, principal)) stream.send(sent(event));
        },
        typeof after === "string" ? after : null,
      );
      stream.closed.addEventListener("abort", () => {
        streams.delete(stream);
        end();
      });
    },
  );
}

function concerns(event: LiveEvent, { run, dag }: EventsQuery, principal: Principal | null): boolean {
  if (event.kind === "reset") return true;
  const about =
    event.kind === "run" ? { run: event.run.run_id, dag: event.run.dag } : { run: event.runId, dag: event.dag };
  if (principal === null || !mayTouchDag(principal, about.dag)) return false;
  return (run === undefined || run === about.run) && (dag === undefined || dag === about.dag);
}

function sent(event: LiveEvent) {
  switch (event.kind) {
    case "run":
      return { id: event.id, name: "run", data: event.run };
    case "log":
      return { id: event.id, name: "log", data: { run_id: event.runId, dag: event.dag } };
    case "reset":
      return { id: event.id, name: "reset", data: {} };
  }
}
