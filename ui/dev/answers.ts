import { sampleOverview } from "./fixtures/dags.ts";
import { RESOURCES } from "./resources.ts";

export interface FixtureAnswer {
  readonly status: number;
  readonly type: string;
  readonly content: string | Buffer;
}

export interface Asked {
  readonly url: URL;
  readonly body: string;
}

/** What the sample service answers. */
export function answerOf(method: string, path: string, asked: Asked): FixtureAnswer {
  for (const [pattern, answer] of RESOURCES) {
    const found = new RegExp(`^${pattern}$`).exec(`${method} ${path}`);
    if (found !== null) return answered(answer(found.slice(1).map(decodeURIComponent), asked));
  }
  return problem(404, "NOT_FOUND", `The sample service has no ${method} ${path}.`);
}

export function problem(status: number, code: string, detail: string, hint: string | null = null): FixtureAnswer {
  const title = code.charAt(0) + code.slice(1).toLowerCase().replaceAll("_", " ");
  return {
    status,
    type: "application/problem+json",
    content: JSON.stringify({
      type: `/api/v1/errors/${code}`,
      title,
      status,
      detail,
      code,
      hint,
      errors: [],
      request_id: "5b1f",
    }),
  };
}

/** An overview without anything. */
export function emptyOverview(): FixtureAnswer {
  return answered({ ...sampleOverview(), dags: [], running: [], alarms: [], open_runs: 0 });
}

export function answered(value: unknown): FixtureAnswer {
  if (Buffer.isBuffer(value)) return { status: 200, type: "application/octet-stream", content: value };
  return { status: 200, type: "application/json", content: JSON.stringify(value) };
}
