import { Type, type Static } from "typebox";
import { count, flag, list, nullable, object, oneOf, text } from "./parts.ts";

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

const memory = nullable(count(""), "MiB that its attempts may take together; null when only slots are counted");

const PoolSchema = object({
  name: text("as DAG files have it; of a queue its priority"),
  kind: oneOf(["pool", "queue"] as const, "`queue`: of all runs of a priority"),
  slots: count("attempts at a time"),
  used_slots: count("taken by attempts that run"),
  memory_mb: memory,
  used_memory_mb: count("MiB taken by attempts that run"),
  waiting: count("tasks that wait for room in it"),
});
export type PoolJson = Static<typeof PoolSchema>;

export const PoolsSchema = object({ pools: list(PoolSchema, "by kind and name") });

export const ChangedPoolSchema = object({
  name: text("its name"),
  slots: count("attempts at a time from now on"),
  memory_mb: memory,
});

export const RemovedPoolSchema = object({ name: text("its name") });

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
