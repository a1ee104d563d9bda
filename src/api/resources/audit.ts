import { Type } from "typebox";
import { auditEntryJson } from "../../contract/json/actions/audit-json.ts";
import { sinceMoment } from "../../contract/asked/since.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { listActs } from "../../store/actions/audit.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { dagKey, limitKey } from "./parts.ts";

export const AUDIT_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/audit",
    id: "readAudit",
    summary: "Who did what, from where and why.",
    tag: "audit",
    role: "admin",
    query: {
      limit: limitKey(1000, 100),
      dag: dagKey,
      run: Type.Optional(Type.String({ maxLength: 100, description: "only of this run" })),
      since: Type.Optional(Type.String({ maxLength: 40, description: "`8h`, `2d`, a day or a moment" })),
      before: Type.Optional(
        Type.String({ pattern: "^\\d{1,18}$", maxLength: 18, description: "`id` of an entry: those before it" }),
      ),
    },
    answers: { 200: { description: "the latest first", document: "audit" } },
    handle: async ({ query }, { project }) => {
      const { database } = project.deps;
      const { dag = null, run = null, since, before = null, limit } = query;
      const from = since === undefined ? null : sinceMoment(since, await readNow(database), "since");
      const acts = await listActs(database, { dagId: dag, runId: run, since: from, before, limit });
      return ok({ actions: acts.map(auditEntryJson) });
    },
  }),
];
