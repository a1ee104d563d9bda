import { Type, type Static } from "typebox";
import { count, flag, list, object, oneOf, text } from "./parts.ts";

export const DoctorSchema = object({
  well: flag("nothing is bad"),
  checks: list(
    object({
      name: text("what was looked at"),
      state: oneOf(["good", "note", "bad"] as const, "`note`: works, but worth knowing"),
      text: text("what was found"),
    }),
    "in the order in which they were made",
  ),
});

export const DatabaseSchema = object({
  kind: oneOf(["own", "embedded"] as const, "`own`: that of `DATABASE_URL`"),
  state: oneOf(
    ["running", "stopped", "unsupervised"] as const,
    "`unsupervised`: whoever kept it was killed; the next command takes it over",
  ),
  url: Type.Optional(text("without its password")),
  version: Type.Optional(text("of an own one: what Postgres says of itself")),
  pid: Type.Optional(count("of an embedded one that is up: its process")),
  pinned: Type.Optional(flag("of an embedded one: stays up until `db stop`")),
  users: Type.Optional(count("of an embedded one: processes that use it")),
});
export type DatabaseJson = Static<typeof DatabaseSchema>;
