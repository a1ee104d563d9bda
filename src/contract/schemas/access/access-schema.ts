import { type Static, Type } from "typebox";
import { PRINCIPAL_KINDS, ROLES } from "../../../core/names/principal.ts";
import { count, flag, instant, list, nullable, object, oneOf, text } from "../parts.ts";

const moment = () => Type.String({ format: "date-time", pattern: "Z$" });
const dags = nullable(Type.Array(Type.String()), "ids of the DAGs that it is limited to; null: all");

export const AccountSchema = object({
  name: text("what people call them; unique"),
  role: oneOf(ROLES, "each may all that those before it may"),
  issuer: text("`local`: signs in with a password; else the identity provider that vouches for them"),
  created_at: instant("when it was made"),
  disabled_at: nullable(moment(), "since when they stay out; null: they do not"),
  seen_at: nullable(moment(), "when a session of theirs was used last; null: none is left"),
});
export type AccountJson = Static<typeof AccountSchema>;

export const AccountsSchema = object({ accounts: list(AccountSchema, "by name") });

const SessionSchema = object({
  id: text("a decimal number"),
  name: text("whose it is"),
  role: oneOf(ROLES, "what they may at this moment"),
  created_at: instant("when they signed in"),
  seen_at: instant("when it was used last, to the minute"),
  address: nullable(Type.String(), "IP address that they signed in from"),
  agent: nullable(Type.String(), "what the browser calls itself"),
  is_current: flag("the one that asks"),
});
export type SessionJson = Static<typeof SessionSchema>;

export const SessionsSchema = object({
  sessions: list(SessionSchema, "the last used first; those that are over left out"),
});

export const EndedSessionsSchema = object({ name: text("whose they were"), ended: count("how many") });

const TokenSchema = object({
  prefix: text("the eight characters of it that may be seen"),
  name: text("what it is for"),
  role: oneOf(ROLES, "what it may at most; never more than its owner at that moment"),
  dags,
  created_by: text("who made it"),
  created_at: instant("when"),
  expires_at: instant("when it ends by itself"),
  last_used_at: nullable(moment(), "to the minute; null: never"),
  revoked_at: nullable(moment(), "when it was ended; null: it was not"),
});
export type TokenJson = Static<typeof TokenSchema>;

export const TokensSchema = object({ tokens: list(TokenSchema, "the newest first; those that are over too") });

export const CreatedTokenSchema = object({
  token: text("the secret itself: it is shown this once, and kept nowhere"),
  ...TokenSchema.properties,
});

export const RevokedTokenSchema = object({ ...TokenSchema.properties });

export const MeSchema = object({
  kind: oneOf(PRINCIPAL_KINDS, "how they are known"),
  name: text("who asks"),
  role: oneOf(ROLES, "what they may"),
  dags,
});

export const SignInWaysSchema = object({
  password: flag("there is an account with a password"),
  oidc: flag("an identity provider may be asked: GET /api/v1/auth/oidc/start"),
  developer: flag("anybody may sign in as whom they please: POST /api/v1/auth/developer"),
});
