import { Type } from "typebox";
import { createToken, endToken, LONGEST_TOKEN_DAYS } from "../../../access/tokens.ts";
import { tokenJson } from "../../../contract/json/access/access-json.ts";
import { object } from "../../../contract/schemas/parts.ts";
import { listTokens } from "../../../store/access/tokens.ts";
import { created, ok } from "../../routing/answer.ts";
import { type Route, route } from "../../routing/route.ts";
import { accessDepsOf } from "../access-deps-of.ts";
import { ownerFor, requirePerson, roleField } from "./parts.ts";

const tag = "tokens";

export const TOKEN_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/tokens",
    id: "listTokens",
    summary: "The tokens: to an admin all, to others their own.",
    tag,
    role: "viewer",
    answers: { 200: { description: "the newest first", document: "tokens" } },
    async handle({ principal }, service) {
      const rows = await listTokens(accessDepsOf(service).database, ownerFor(principal));
      return ok({ tokens: rows.map(tokenJson) });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/tokens",
    id: "createToken",
    summary: "Make a token for a program. It is shown this once.",
    tag,
    role: "viewer",
    isSecret: true,
    body: object({
      name: Type.String({ minLength: 1, maxLength: 100, description: "what it is for" }),
      role: roleField,
      dags: Type.Optional(
        Type.Array(Type.String({ maxLength: 200 }), {
          minItems: 1,
          maxItems: 1000,
          description: "limits it to these DAGs",
        }),
      ),
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: LONGEST_TOKEN_DAYS, default: 90, description: "how long it lives" }),
      ),
    }),
    example: { name: "grafana", role: "viewer", days: 90 },
    answers: { 201: { description: "the secret, and what is known of it", document: "created_token" } },
    async handle({ body, principal, act }, service) {
      requirePerson(principal);
      const { name, role, dags = null, days = 90 } = body;
      const maker = { accountId: principal.kind === "user" ? principal.id : null, role: principal.role };
      if (maker.accountId === null) ownerFor(principal);
      const { token, row } = await createToken(
        accessDepsOf(service).database,
        { name, role, dags, days },
        maker,
        act(),
      );
      const answer = created({ token, ...tokenJson(row) }, "/api/v1/tokens");
      return { ...answer, headers: { ...answer.headers, "cache-control": "no-store" } };
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/tokens/:prefix",
    id: "revokeToken",
    summary: "End a token: an admin any, others one of theirs.",
    tag,
    role: "viewer",
    params: { prefix: Type.String({ maxLength: 8, description: "the eight characters after ng_" }) },
    answers: { 200: { description: "as it is now", document: "revoked_token" } },
    async handle({ params: { prefix }, principal, act }, service) {
      const owned = { prefix, accountId: ownerFor(principal) };
      return ok(tokenJson(await endToken(accessDepsOf(service).database, owned, act())));
    },
  }),
];
