import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useLocation, useSearchParams } from "wouter";
import { runHref } from "../../app/go.ts";
import { ProblemError } from "../../api/problem.ts";
import { dagPath, planQuery } from "../../api/queries.ts";
import { change } from "../../api/request.ts";
import type { DagDetail, StartedRun } from "../../api/shapes.ts";
import { Dialog } from "../../components/controls/dialog.tsx";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { useDelayed } from "../../state/use-delayed.ts";
import { useMayChange } from "../../state/use-may-change.ts";
import { launchFields, launchForm, planBody } from "./launch-form.ts";
import { LaunchField } from "./launch-field.tsx";
import { PlanView } from "./plan-view.tsx";

/** Starts a run: what is left empty is as the file has it, and the plan says what would happen before the button can be pressed. */
export function LaunchDialog({ dag, close }: { readonly dag: DagDetail; readonly close: () => void }) {
  const [query] = useSearchParams();
  const [, navigate] = useLocation();
  const mayChange = useMayChange();
  const text = query.toString();
  const form = useMemo(() => launchForm(new URLSearchParams(text)), [text]);
  const body = useMemo(() => planBody(form), [form]);
  const asked = useDelayed(body, 350);
  const plan = useQuery(planQuery(dag.dag, asked));
  const isPlanned = plan.data !== undefined && plan.error === null && !plan.isPlaceholderData && asked === body;
  // A run may fetch its data before it is planned; one that does not is refused.
  const mayFetch =
    asked === body && plan.error instanceof ProblemError && plan.error.problem.code === "DATA_NOT_FETCHED";
  const key = useRef({ text: "", key: "" });
  const start = useMutation({
    mutationFn: () => {
      const whole = { ...body, ...(form.priority !== "" && { priority: form.priority }) };
      const content = JSON.stringify(whole);
      // The same form has the same key: pressed again after an answer was lost, it starts nothing twice.
      if (key.current.text !== content) key.current = { text: content, key: crypto.randomUUID() };
      return change<StartedRun>("POST", `${dagPath(dag.dag)}/runs`, whole, key.current.key);
    },
    onSuccess: ({ run_id: run }) => navigate(runHref(run)),
  });
  const zone = dag.schedule?.timezone ?? "UTC";
  return (
    <Dialog
      title={`Run ${dag.dag}`}
      close={close}
      foot={
        <>
          <button type="button" onClick={close}>
            Close
          </button>
          <button
            type="button"
            className="primary"
            disabled={!(isPlanned || mayFetch) || !mayChange || start.isPending}
            onClick={() => start.mutate()}
          >
            {start.isPending ? "Starting…" : "Run"}
          </button>
        </>
      }
    >
      <LaunchField name="date" label="logical date" usual={`now; a day or a moment, in ${zone}`} />
      <LaunchField name="lookback" label="lookback" usual="as in the file; 365D" />
      <LaunchField name="symbols" label="symbols" usual="as in the file; SPX, NDX" />
      {launchFields(dag).map(({ name, usual, isAxis }) => (
        <LaunchField key={name} name={`param.${name}`} label={name} usual={isAxis ? `all of ${usual}` : usual} />
      ))}
      <LaunchField name="priority" label="priority" usual="as in the file" choices={["high", "normal", "low"]} />
      <div aria-live="polite" className="stack tight">
        {plan.error !== null ? (
          <ErrorBox error={plan.error} retry={() => void plan.refetch()} />
        ) : (
          <PlanView plan={plan.data} isOld={!isPlanned} />
        )}
      </div>
      {start.error !== null && <ErrorBox error={start.error} />}
    </Dialog>
  );
}
