import { invalidAnswer, sourceError } from "../../../../src/data/sources/source-error.ts";
import {
  type BarsRequest,
  MAX_ANSWER_BYTES,
  type Source,
  type SourceAnswer,
  type SourceBar,
  type SourceContext,
  type SourceRequest,
} from "../../../../src/data/sources/source.ts";

export interface Asking extends SourceContext {
  /** Pauses that answers asked for, in milliseconds. */
  readonly pauses: readonly number[];
}

const TRIES = 3;

/** What a source is given in a test: real requests, waits that are only noted. */
export function asking(source: Source, env: Readonly<Record<string, string>>, now = "2025-03-10T12:00:00Z"): Asking {
  const pauses: number[] = [];
  const { signal } = new AbortController();
  return {
    pauses,
    pause: async (ms) => void pauses.push(ms),
    note: () => undefined,
    env: (name) => env[name],
    now: new Date(now),
    signal,
    async get(request) {
      for (let attempt = 1; ; attempt++) {
        const answer = await fetched(source.name, request);
        const verdict = source.classify(answer);
        if (verdict.kind === "ok") {
          if (verdict.pauseMs !== undefined) pauses.push(verdict.pauseMs);
          return answer;
        }
        if (verdict.kind !== "retry" || attempt === TRIES) throw sourceError(source.name, verdict);
        pauses.push(verdict.afterMs ?? 0);
      }
    },
  };
}

async function fetched(source: string, { url, headers = {}, maxBytes }: SourceRequest): Promise<SourceAnswer> {
  const response = await fetch(url, { headers, redirect: "manual" });
  const body = await response.bytes().catch(() => {
    throw sourceError(source, { kind: "retry", afterMs: null, reason: "the answer was cut off" });
  });
  if (body.length > (maxBytes ?? MAX_ANSWER_BYTES)) throw invalidAnswer(source, "the answer is too large");
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

export function barsRequest(over: Partial<BarsRequest> & { readonly instrument: string }): BarsRequest {
  return {
    timeframe: "1d",
    from: Date.UTC(2025, 0, 1),
    to: Date.UTC(2025, 1, 1),
    adjustment: "raw",
    cursor: null,
    ...over,
  };
}

/** All bars of a request, and the cursors between its pages. */
export async function allBars(source: Source, request: BarsRequest, context: SourceContext) {
  const bars: SourceBar[] = [];
  const cursors: (string | null)[] = [];
  for await (const page of source.bars(request, context)) {
    bars.push(...page.bars);
    cursors.push(page.next);
  }
  return { bars, cursors };
}
