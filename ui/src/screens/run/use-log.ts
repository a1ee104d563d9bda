import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type LogChoice, type LogWindow, readAround, readHead, readNewer, readOlder, readTail } from "./log-window.ts";

export interface Log {
  readonly query: ReturnType<typeof useQuery<LogWindow>>;
  readonly loadOlder: () => Promise<void>;
  readonly loadNewer: () => Promise<void>;
  readonly toStart: () => Promise<void>;
  readonly toEnd: () => Promise<void>;
}

/** A window into the log of a run, which an event of the stream lets grow at its end. @param line id of the line to begin at */
export function useLog(choice: LogChoice, line: string | null): Log {
  const client = useQueryClient();
  const { run, level, task, words } = choice;
  const queryKey = ["log", run, level, task, words];
  const query = useQuery({
    queryKey,
    queryFn: async () => {
      const known = client.getQueryData<LogWindow>(queryKey);
      if (known !== undefined && known.lines.length > 0) return known.hasNewer ? known : readNewer(choice, known);
      return line === null ? readTail(choice) : readAround(choice, line);
    },
    // Lines never change: a whole comparison of 2,000 of them would be for nothing.
    structuralSharing: false,
  });
  const put = useCallback(
    async (next: (known: LogWindow) => Promise<LogWindow>) => {
      const key = ["log", run, level, task, words];
      const known = client.getQueryData<LogWindow>(key);
      if (known !== undefined) client.setQueryData(key, await next(known));
    },
    [client, level, run, task, words],
  );
  return {
    query,
    loadOlder: () => put((known) => readOlder(choice, known)),
    loadNewer: () => put((known) => readNewer(choice, known)),
    toStart: () => put(() => readHead(choice)),
    toEnd: () => put(() => readTail(choice)),
  };
}
