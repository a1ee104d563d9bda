import { QueryClient } from "@tanstack/react-query";
import { OfflineError } from "../api/problem.ts";

/** Longest pause between two tries while the server is away, milliseconds. */
const LONGEST_PAUSE_MS = 15_000;

/** What was read stays right until an event says otherwise; a server that is away is asked again until it is back. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}

/** 1 s, 2 s, 4 s, … and a random part, so that all pages do not come back in the same moment. */
export function pauseAfter(failures: number): number {
  const pause = Math.min(1000 * 2 ** Math.min(failures - 1, 6), LONGEST_PAUSE_MS);
  return pause * (0.75 + Math.random() / 2);
}
