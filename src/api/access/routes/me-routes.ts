import { digestOf } from "../../../access/secrets.ts";
import { changeOwnPassword } from "../../../access/change-own-password.ts";
import { meJson } from "../../../contract/json/access/access-json.ts";
import { object } from "../../../contract/schemas/parts.ts";
import { noContent, ok } from "../../routing/answer.ts";
import { type Route, route } from "../../routing/route.ts";
import { accessDepsOf } from "../access-deps-of.ts";
import { requestFacts, secretOf } from "../request-facts.ts";
import { passwordField } from "./parts.ts";

const tag = "me";

export const ME_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/me",
    id: "readMe",
    summary: "Who asks, and what they may.",
    tag,
    role: "viewer",
    answers: { 200: { description: "as the request proves it", document: "me" } },
    handle: async ({ principal }) => ok(meJson(principal)),
  }),
  route({
    method: "PUT",
    path: "/api/v1/me/password",
    id: "changeMyPassword",
    summary: "Take another password; ends all other sessions.",
    tag,
    role: "viewer",
    body: object({ current: passwordField("the one until now"), password: passwordField("12 to 128 characters") }),
    example: { current: "copper lantern drifts 94", password: "another kettle hums 12" },
    answers: { 204: { description: "it is so", media: [] } },
    async handle({ body, principal, raw, act }, service) {
      const deps = accessDepsOf(service);
      const secret = secretOf(raw, deps);
      const passwords = { ...body, keep: secret === null ? null : digestOf(secret) };
      const request = { act: act(), facts: requestFacts(raw, deps) };
      await changeOwnPassword(principal, passwords, { ...request, database: deps.database });
      return noContent();
    },
  }),
];
