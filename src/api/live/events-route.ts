import { Type } from "typebox";
import { mayTouchDag, type Principal } from "../../core/names/principal.ts";
import { events } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import type { LiveEvent } from "./live-events.ts";

interface EventsQuery {
  readonly run?: string;
  readonly dag?: string;
}

export const EVENT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/events",
    id: "hearEvents",
    summary:
      "What changes, as it changes: `run` (a run as lists have it), `log` (its log has new lines), `prices` (a fetch of prices has got on), `reset` (look at everything again).",
    tag: "events",
    role: "viewer",
    query: {
      run: Type.Optional(Type.String({ maxLength: 100, description: "only of this run" })),
      dag: Type.Optional(Type.String({ maxLength: 200, description: "only of this DAG" })),
    },
    answers: { 200: { description: "for as long as the client stays", media: ["text/event-stream"] } },
    handle: async ({ query, principal, raw }, { live }) =>
      events((stream) => {
        const after = raw.headers["last-event-id"];
        const end = live.subscribe(
          (event) => {
            if (concerns(event, query, principal)) stream.send(sent(event));
          },
          typeof after === "string" ? after : null,
        );
        stream.closed.addEventListener("abort", end);
      }),
  }),
];

function concerns(event: LiveEvent, { run, dag }: EventsQuery, principal: Principal): boolean {
  if (event.kind === "reset") return true;
  if (event.kind === "prices") return run === undefined && dag === undefined && principal.dags === null;
  const about =
    event.kind === "run" ? { run: event.run.run_id, dag: event.run.dag } : { run: event.runId, dag: event.dag };
  if (!mayTouchDag(principal, about.dag)) return false;
  return (run === undefined || run === about.run) && (dag === undefined || dag === about.dag);
}

function sent(event: LiveEvent) {
  switch (event.kind) {
    case "run":
      return { id: event.id, name: "run", data: event.run };
    case "log":
      return { id: event.id, name: "log", data: { run_id: event.runId, dag: event.dag } };
    case "prices":
      return { id: event.id, name: "prices", data: { fetch: event.fetch } };
    case "reset":
      return { id: event.id, name: "reset", data: {} };
  }
}
