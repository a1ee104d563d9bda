import { useMutation, useQueryClient } from "@tanstack/react-query";
import { dagPath } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import { useMayChange } from "../../state/use-may-change.ts";

/** Pauses a DAG's schedule, or lets it go on. Runs that have begun are not touched. */
export function PauseButton({ dag, isPaused }: { readonly dag: string; readonly isPaused: boolean }) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const toggle = useMutation({
    mutationFn: () => change("PATCH", dagPath(dag), { paused: !isPaused }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["overview"] }),
        client.invalidateQueries({ queryKey: ["dag", dag] }),
      ]),
  });
  return (
    <button
      type="button"
      className="plain"
      disabled={!mayChange || toggle.isPending}
      title={toggle.error?.message}
      aria-label={`${isPaused ? "Resume" : "Pause"} the schedule of ${dag}`}
      onClick={() => toggle.mutate()}
    >
      {isPaused ? "Resume" : "Pause"}
    </button>
  );
}
