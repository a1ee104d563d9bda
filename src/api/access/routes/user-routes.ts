import { Type } from "typebox";
import { addUser, disableUser, enableUser, requireAccount, setPassword, setRole } from "../../../access/accounts.ts";
import { endSession, endSessionsOf } from "../../../access/sessions.ts";
import { digestOf } from "../../../access/secrets.ts";
import { accountJson, sessionJson } from "../../../contract/json/access/access-json.ts";
import { object } from "../../../contract/schemas/parts.ts";
import { listAccounts } from "../../../store/access/accounts.ts";
import { listSessions, readLiveSession } from "../../../store/access/sessions.ts";
import { created, noContent, ok } from "../../routing/answer.ts";
import { type Route, route } from "../../routing/route.ts";
import { accessDepsOf } from "../access-deps-of.ts";
import { secretOf } from "../request-facts.ts";
import { nameParam, ownerFor, passwordField, requirePerson, roleField } from "./parts.ts";

const tag = "users";
const account = { description: "as it is now", document: "account" };

export const USER_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/users",
    id: "listUsers",
    summary: "The accounts.",
    tag,
    role: "admin",
    answers: { 200: { description: "by name", document: "accounts" } },
    async handle(_request, service) {
      return ok({ accounts: (await listAccounts(accessDepsOf(service).database)).map(accountJson) });
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/users",
    id: "addUser",
    summary: "Make an account.",
    tag,
    role: "admin",
    isSecret: true,
    body: object({
      name: Type.String({ maxLength: 64, description: "lowercase letters, digits, and . _ @ - between them" }),
      role: roleField,
      password: passwordField("12 to 128 characters"),
    }),
    example: { name: "ada", role: "operator", password: "copper lantern drifts 94" },
    answers: { 201: account },
    async handle({ body, principal, act }, service) {
      requirePerson(principal);
      const row = await addUser(accessDepsOf(service).database, body, act());
      return created(accountJson(row), "/api/v1/users");
    },
  }),
  route({
    method: "PATCH",
    path: "/api/v1/users/:name",
    id: "changeUser",
    summary: "Give an account another role, keep it out, or let it in again.",
    tag,
    role: "admin",
    params: nameParam,
    body: object({
      role: Type.Optional(roleField),
      disabled: Type.Optional(Type.Boolean({ description: "stays out" })),
    }),
    example: { role: "operator" },
    answers: { 200: account },
    async handle({ params: { name }, body: { role, disabled }, principal, act }, service) {
      requirePerson(principal);
      const { database } = accessDepsOf(service);
      if (role !== undefined) await setRole(database, name, role, act());
      if (disabled !== undefined) await (disabled ? disableUser : enableUser)(database, name, act());
      return ok(accountJson(await requireAccount(database, name)));
    },
  }),
  route({
    method: "PUT",
    path: "/api/v1/users/:name/password",
    id: "setUserPassword",
    summary: "Give an account another password; ends its sessions.",
    tag,
    role: "admin",
    params: nameParam,
    body: object({ password: passwordField("12 to 128 characters") }),
    example: { password: "copper lantern drifts 94" },
    answers: { 204: { description: "it is so", media: [] } },
    async handle({ params: { name }, body: { password }, principal, act, raw }, service) {
      requirePerson(principal);
      const { database, settings } = accessDepsOf(service);
      const secret = secretOf(raw, { settings });
      await setPassword(database, { name, password, keep: secret === null ? null : digestOf(secret) }, act());
      return noContent();
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/users/:name/sessions",
    id: "endUserSessions",
    summary: "End all sessions of an account.",
    tag,
    role: "admin",
    params: nameParam,
    answers: { 200: { description: "how many", document: "ended_sessions" } },
    async handle({ params: { name }, act }, service) {
      return ok({ name, ended: await endSessionsOf(accessDepsOf(service).database, name, act()) });
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/sessions",
    id: "listSessions",
    summary: "Who is signed in: to an admin all, to others what they are themselves.",
    tag,
    role: "viewer",
    answers: { 200: { description: "the last used first", document: "sessions" } },
    async handle({ principal, raw }, service) {
      const { database, settings } = accessDepsOf(service);
      const secret = secretOf(raw, { settings });
      const current = secret === null ? null : await readLiveSession(database, digestOf(secret), settings.sessions);
      const rows = await listSessions(database, ownerFor(principal), settings.sessions);
      return ok({ sessions: rows.map((row) => sessionJson(row, current?.id ?? null)) });
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v1/sessions/:session",
    id: "endSession",
    summary: "End a session: an admin any, others one of theirs.",
    tag,
    role: "viewer",
    params: { session: Type.String({ maxLength: 18, description: "`id` of a session" }) },
    answers: { 204: { description: "it is over", media: [] } },
    async handle({ params, principal, act }, service) {
      await endSession(accessDepsOf(service).database, params.session, ownerFor(principal), act());
      return noContent();
    },
  }),
];
