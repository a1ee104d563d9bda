import type { QueryClient } from "@tanstack/react-query";
import { apiUrl } from "../api/address.ts";
import { isConnected, noteAnswer, noteSilence, onConnection } from "./connection.ts";

/** Of one kind of data, at most one reading in this time, milliseconds: a sweep tells of each range that it has done. */
const QUIET_MS = 400;

/** What a kind of event makes old. `{}` of the data is `run_id` and `dag`. */
const MADE_OLD: Readonly<Record<string, (data: EventData) => readonly (readonly string[])[]>> = {
  run: ({ run, dag }) => [["overview"], ["runs"], ["dag", dag], ["run", run]],
  log: ({ run }) => [["log", run]],
  alert: ({ run, dag }) => [["overview"], ["dag", dag], ["run", run]],
  prices: () => [["fetches"]],
  reset: () => [[]],
};

interface EventData {
  readonly run: string;
  readonly dag: string;
}

/**
 * One stream of events per tab, closed while the tab is hidden (a browser has six connections to a server, for all of its
 * tabs); a tab that is seen again reads what it shows again.
 */
export function followEvents(client: QueryClient): void {
  let source: EventSource | null = null;
  const waiting = new Map<string, readonly string[]>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    timer = null;
    for (const queryKey of waiting.values()) void client.invalidateQueries({ queryKey });
    waiting.clear();
  };
  const open = () => {
    if (source !== null || document.hidden) return;
    source = new EventSource(apiUrl("/events"));
    source.addEventListener("open", () => {
      noteAnswer();
    });
    source.addEventListener("error", () => {
      // Refused, as when nobody is signed in: the browser does not come again by itself, and need not.
      if (source?.readyState === EventSource.CLOSED) close();
      else noteSilence();
    });
    for (const [kind, keysOf] of Object.entries(MADE_OLD)) {
      source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        for (const key of keysOf(eventData(data))) waiting.set(key.join(" "), key);
        timer ??= setTimeout(flush, QUIET_MS);
      });
    }
  };
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return close();
    open();
    void client.invalidateQueries();
  });
  onConnection(() => {
    if (!isConnected()) {
      // Asked again and again until there is an answer: also when what went unanswered was a press of a button.
      void client.invalidateQueries({ queryKey: ["me"] });
      return;
    }
    open();
    void client.invalidateQueries();
  });
  addEventListener("pagehide", close);
  open();
}

function eventData(json: string): EventData {
  const data: unknown = JSON.parse(json);
  const given = new Map<string, unknown>(typeof data === "object" && data !== null ? Object.entries(data) : []);
  const text = (key: string): string => {
    const value = given.get(key);
    return typeof value === "string" ? value : "";
  };
  return { run: text("run_id"), dag: text("dag") };
}
