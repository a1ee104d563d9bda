import type { ReactNode } from "react";

/** What a state means to a reader, whichever thing has it. Each look has a shape and a colour of its own. */
const LOOKS = {
  good: <path d="M3 8.5l3.2 3.2L13 4.6" />,
  bad: <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />,
  busy: <path d="M8 2a6 6 0 1 1-6 6" />,
  wait: <circle cx="8" cy="8" r="5.5" />,
  held: <path d="M5.5 3v10M10.5 3v10" />,
  gone: <path d="M3 8h10" />,
} satisfies Record<string, ReactNode>;
export type Look = keyof typeof LOOKS;

/** The look of each state of runs, tasks, cells, DAGs, slots, deliveries, workers and alarms. */
const LOOK_OF: Readonly<Record<string, Look>> = {
  succeeded: "good",
  cached: "good",
  ok: "good",
  ended: "good",
  delivered: "good",
  live: "good",
  recovered: "good",
  failed: "bad",
  failing: "bad",
  error: "bad",
  broken: "bad",
  dead: "bad",
  missed: "bad",
  firing: "bad",
  partly_delivered: "bad",
  running: "busy",
  started: "good",
  cancelling: "held",
  queued: "wait",
  waiting: "wait",
  pending: "wait",
  paused: "held",
  held: "held",
  acknowledged: "held",
  not_configured: "held",
  cancelled: "gone",
  skipped: "gone",
  stopped: "gone",
  removed: "gone",
  summarised: "gone",
  lost: "gone",
  none: "wait",
};

export function lookOf(state: string): Look {
  return LOOK_OF[state] ?? "wait";
}

/** A state as shape, word and colour. @param label what is said in place of the state's own name */
export function StateBadge({ state, label }: { readonly state: string; readonly label?: string }) {
  const look = lookOf(state);
  return (
    <span className={`state state-${look}`}>
      <StateShape look={look} />
      {label ?? state.replaceAll("_", " ")}
    </span>
  );
}

export function StateShape({ look }: { readonly look: Look }) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {LOOKS[look]}
    </svg>
  );
}
