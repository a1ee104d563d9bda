import { AppError, messageOf } from "../../core/errors/app-error.ts";
import { problemOf, sqlStateOf } from "./problem-of.ts";

/** An expected error with a way out for what the database refuses; anything else comes back as it was. */
export function explainDatabaseError(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  const problem = problemOf(thrown);
  if (problem === null) return thrown;
  const reason = reasonOf(thrown);
  const state = stateIn(thrown);
  return new AppError(problem.code, `${problem.fact}: ${reason}`, {
    hint: (state === "42501" ? missingRight(reason) : null) ?? problem.hint,
    cause: thrown,
    ...(state === null ? {} : { details: { sqlstate: state } }),
  });
}

/** A host with several addresses fails with an AggregateError, whose own message is empty. */
export function reasonOf(thrown: unknown): string {
  const first: unknown = thrown instanceof AggregateError && thrown.errors.length > 0 ? thrown.errors[0] : thrown;
  const code = first instanceof Error && "code" in first ? String(first.code) : "";
  return messageOf(first) || code || "no answer";
}

function stateIn(thrown: unknown): string | null {
  const own = sqlStateOf(thrown);
  if (own !== null || !(thrown instanceof Error) || thrown.cause === undefined) return own;
  return stateIn(thrown.cause);
}

const RIGHTS: Readonly<Record<string, (name: string) => string>> = {
  database: (name) => `grant create on database ${name} to <role>; or let somebody else create the schema for it`,
  schema: (name) => `grant usage on schema ${name} to <role>; and to create the tables also create`,
  table: (name) => `grant select on ${name} to <role> to look; insert, update and delete as well to run`,
  sequence: (name) => `grant usage on sequence ${name} to <role>`,
  function: (name) => `grant execute on function ${name} to <role>`,
};

/** Postgres names the object, not the right; null for what it says in other words, such as "must be owner of". */
function missingRight(reason: string): string | null {
  const [, kind = "", name = ""] = /permission denied for (\w+) "?([^"\s]+)"?/.exec(reason) ?? [];
  const right = RIGHTS[kind]?.(name);
  return right === undefined ? null : `The missing right: ${right}. docs/database.md lists all.`;
}
