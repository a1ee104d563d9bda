import { QueryCache, QueryClient } from "@tanstack/react-query";
import { OfflineError, ProblemError } from "../api/problem.ts";

/** Longest pause between two tries while the server is away, milliseconds. */
const LONGEST_PAUSE_MS = 15_000;

/** What was read stays right until an event says otherwise; a server that is away is asked again until it is back. */
export function createQueryClient(): QueryClient {
  // A session that has ended under an open page: who is signed in is asked again, and then the user is.
  const queryCache = new QueryCache({
    onError: (error, { queryKey }) => {
      const isRefused = error instanceof ProblemError && error.problem.status === 401;
      if (isRefused && queryKey[0] !== "me") void client.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const client = new QueryClient({
    queryCache,
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        networkMode: "always",
        refetchOnWindowFocus: true,
        retry: false,
        refetchInterval: ({ state }) =>
          state.error instanceof OfflineError ? pauseAfter(state.errorUpdateCount) : false,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
  return client;
}

/** 1 s, 2 s, 4 s, … and a random part, so that all pages do not come back in the same moment. */
export function pauseAfter(failures: number): number {
  const pause = Math.min(1000 * 2 ** Math.min(failures - 1, 6), LONGEST_PAUSE_MS);
  return pause * (0.75 + Math.random() / 2);
}
