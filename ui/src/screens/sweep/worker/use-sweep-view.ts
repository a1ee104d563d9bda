import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ProblemError } from "../../../api/problem.ts";
import type { SweepAnswers, SweepAsk, WorkerAnswer, WorkerRequest } from "./sweep-asks.ts";

interface Waiting {
  readonly resolve: (value: SweepAnswers[keyof SweepAnswers]) => void;
  readonly reject: (error: Error) => void;
}

/** How long an answer is kept that nobody looks at, milliseconds. */
const KEPT_MS = 60_000;

const waiting = new Map<number, Waiting>();
let worker: Worker | null = null;
let asked = 0;

/** A view of all cells of a sweep, computed off the page. What was shown stays until the next one is there. */
export function useSweepView<Kind extends keyof SweepAnswers>(
  ask: SweepAsk & { readonly kind: Kind },
): UseQueryResult<SweepAnswers[Kind]> {
  return useQuery({
    queryKey: ["view", ask],
    // The worker answers each kind of ask with its kind of answer.
    queryFn: ({ signal }) => askWorker(ask, signal) as Promise<SweepAnswers[Kind]>,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

function askWorker(ask: SweepAsk, signal: AbortSignal): Promise<SweepAnswers[keyof SweepAnswers]> {
  worker ??= startWorker();
  const id = ++asked;
  post({ id, ask });
  signal.addEventListener("abort", () => {
    waiting.delete(id);
    post({ id, ask: null });
  });
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
  });
}

function post(request: WorkerRequest): void {
  worker?.postMessage(request);
}

function startWorker(): Worker {
  const started = new Worker(new URL("./sweep-worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<WorkerAnswer>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ("value" in data) one?.resolve(data.value);
    else
      one?.reject(
        data.failure.problem === null ? new Error(data.failure.message) : new ProblemError(data.failure.problem),
      );
  });
  return started;
}
