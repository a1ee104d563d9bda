/** An answer of RFC 9457, as the API gives it to everything that it refuses or fails at. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** One of the error codes of docs/errors.md. */
  readonly code: string;
  readonly hint: string | null;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly request_id: string | null;
}

/** What the API said, thrown. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** Nobody answered: the server is down or starting again, or there is no way to it. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super("The server did not answer.", { cause });
    this.name = "OfflineError";
  }
}

/** Reads a problem from an answer that need not be one: a proxy in between may answer in its own words. */
export function problemOf(status: number, body: unknown): Problem {
  const given = typeof body === "object" && body !== null ? new Map<string, unknown>(Object.entries(body)) : new Map();
  const text = (key: string, otherwise: string): string => {
    const value: unknown = given.get(key);
    return typeof value === "string" && value !== "" ? value : otherwise;
  };
  return {
    type: text("type", "about:blank"),
    title: text("title", `The server answered ${status}`),
    status,
    detail: text("detail", "It gave no reason."),
    code: text("code", ""),
    hint: text("hint", "") || null,
    errors: fieldErrors(given.get("errors")),
    request_id: text("request_id", "") || null,
  };
}

function fieldErrors(value: unknown): Problem["errors"] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) =>
    typeof entry === "object" && entry !== null && "message" in entry
      ? [{ pointer: "pointer" in entry ? String(entry.pointer) : "", message: String(entry.message) }]
      : [],
  );
}
