import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { backfillPlanQuery, dagPath } from "../../../api/queries.ts";
import { change } from "../../../api/request.ts";
import type { Backfill } from "../../../api/shapes.ts";
import { ErrorBox } from "../../../components/answers/error-box.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { useDelayed } from "../../../state/use-delayed.ts";
import { useMayChange } from "../../../state/use-may-change.ts";
import { useUrlState } from "../../../state/use-url-state.ts";
import { LaunchField } from "../../launch/launch-field.tsx";
import { BackfillPlan } from "./backfill-plan.tsx";

interface BackfillDialogProps {
  readonly dag: string;
  readonly zone: string;
  readonly close: () => void;
}

/** Two days, and what would be run between them before the button can be pressed. */
export function BackfillDialog({ dag, zone, close }: BackfillDialogProps) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const [from] = useUrlState("fill_from");
  const [to] = useUrlState("fill_to");
  const [again] = useUrlState("fill_again");
  const [most] = useUrlState("fill_at_once");
  const body = useMemo(
    () => ({
      from,
      to,
      ...(again !== "" && { reprocess: again }),
      ...(most !== "" && { max_active: Number(most) }),
    }),
    [from, to, again, most],
  );
  const asked = useDelayed(body, 350);
  const isWhole = from !== "" && to !== "";
  const plan = useQuery({ ...backfillPlanQuery(dag, asked), enabled: asked.from !== "" && asked.to !== "" });
  const isPlanned =
    isWhole && plan.data !== undefined && plan.error === null && asked === body && !plan.isPlaceholderData;
  const key = useRef({ text: "", key: "" });
  const start = useMutation({
    mutationFn: () => {
      const content = JSON.stringify(body);
      // The same form has the same key: pressed again after an answer was lost, it starts nothing twice.
      if (key.current.text !== content) key.current = { text: content, key: crypto.randomUUID() };
      return change<Backfill>("POST", `${dagPath(dag)}/backfills`, body, key.current.key);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["dag", dag] });
      close();
    },
  });
  return (
    <Dialog
      title={`Fill slots of ${dag}`}
      close={close}
      foot={
        <>
          <button type="button" onClick={close}>
            Close
          </button>
          <button
            type="button"
            className="primary"
            disabled={!isPlanned || plan.data?.slots.waiting === 0 || !mayChange || start.isPending}
            onClick={() => start.mutate()}
          >
            {start.isPending ? "Starting…" : "Start"}
          </button>
        </>
      }
    >
      <LaunchField name="fill_from" label="first day" usual={zone} type="date" />
      <LaunchField name="fill_to" label="last day" usual={zone} type="date" />
      <LaunchField
        name="fill_again"
        label="slots with a run"
        usual="are left as they are"
        choices={[
          ["failed", "run again where it failed"],
          ["all", "all run again"],
        ]}
      />
      <LaunchField name="fill_at_once" label="runs at a time" usual="1" type="number" />
      <div aria-live="polite" className="stack tight">
        {plan.error !== null && isWhole ? (
          <ErrorBox error={plan.error} retry={() => void plan.refetch()} />
        ) : (
          isWhole && <BackfillPlan plan={plan.data} isOld={!isPlanned} zone={zone} />
        )}
      </div>
      {start.error !== null && <ErrorBox error={start.error} />}
    </Dialog>
  );
}
