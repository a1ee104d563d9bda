import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { dagHref, runHref } from "../../app/go.ts";
import { runPath } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import type { ActedRuns, RunDetail } from "../../api/shapes.ts";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { Menu, type MenuItem } from "../../components/controls/menu.tsx";
import { useMayChange } from "../../state/use-may-change.ts";
import { launchValues } from "../launch/launch-form.ts";
import { isOver } from "./is-over.ts";

interface Step {
  readonly action: "cancel" | "retry" | "rerun" | "pause" | "unpause";
  readonly body: Readonly<Record<string, unknown>>;
}

/** What can be done to the run now. */
export function RunActions({ detail: { run } }: { readonly detail: RunDetail }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const mayChange = useMayChange();
  const act = useMutation({
    mutationFn: ({ action, body }: Step) =>
      change<Partial<ActedRuns>>("POST", `${runPath(run.run_id)}/${action}`, body),
    onSuccess: async ({ runs }) => {
      await client.invalidateQueries({ queryKey: ["run", run.run_id] });
      const made = runs?.[0]?.new_run_id;
      if (made !== undefined && made !== null) navigate(runHref(made));
    },
  });
  const hasEnded = isOver(run.state);
  const canRetry = run.state === "failed" || run.state === "cancelled";
  const off = !mayChange || act.isPending;
  const others: readonly MenuItem[] = [
    ...(hasEnded
      ? [
          {
            label: "The same again, as it was then",
            disabled: off,
            act: () => act.mutate({ action: "rerun", body: { with: "pinned" } }),
          },
          {
            label: "The same again, as files are now",
            disabled: off,
            act: () => act.mutate({ action: "rerun", body: { with: "latest" } }),
          },
        ]
      : []),
    ...(run.cells.failed > 0 && hasEnded
      ? [
          {
            label: "Retry failed cells, too",
            disabled: off,
            act: () => act.mutate({ action: "retry", body: { failed_cells: true } }),
          },
        ]
      : []),
    ...(hasEnded || run.paused !== null
      ? []
      : [{ label: "Pause", disabled: off, act: () => act.mutate({ action: "pause", body: {} }) }]),
    { label: "Change and run…", disabled: !mayChange, act: () => navigate(launchHref(run)) },
  ];
  return (
    <>
      {canRetry && (
        <button
          type="button"
          className="primary"
          disabled={off}
          onClick={() => act.mutate({ action: "retry", body: {} })}
        >
          Retry
        </button>
      )}
      {run.paused !== null && (
        <button
          type="button"
          className="primary"
          disabled={off}
          onClick={() => act.mutate({ action: "unpause", body: {} })}
        >
          Go on
        </button>
      )}
      {!hasEnded && (
        <button
          type="button"
          className="danger"
          disabled={off || run.state === "cancelling"}
          onClick={() => act.mutate({ action: "cancel", body: {} })}
        >
          Cancel
        </button>
      )}
      <Menu label="More ▾" items={others} />
      {act.error !== null && <ErrorBox error={act.error} />}
    </>
  );
}

/** The launch dialog, filled in as this run was. */
function launchHref({ dag, overrides }: RunDetail["run"]): string {
  const query = new URLSearchParams({ launch: "1", ...launchValues(overrides) });
  return `${dagHref(dag)}?${query.toString()}`;
}
