import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { backfillsQuery } from "../../../api/queries.ts";
import { change } from "../../../api/request.ts";
import type { ListedBackfill } from "../../../api/shapes.ts";
import { Empty } from "../../../components/answers/empty.tsx";
import { ErrorBox } from "../../../components/answers/error-box.tsx";
import { QueryView } from "../../../components/answers/query-view.tsx";
import { StateBadge } from "../../../components/state-badge.tsx";
import { Time } from "../../../components/time.tsx";
import { formatCount } from "../../../format/numbers.ts";
import { useMayChange } from "../../../state/use-may-change.ts";
import { useUrlState } from "../../../state/use-url-state.ts";
import { BackfillDialog } from "./backfill-dialog.tsx";

interface BackfillsTabProps {
  readonly dag: string;
  /** Null without a schedule: there are no slots to be filled. */
  readonly zone: string | null;
}

/** Slots of the past that people have asked to be run, and how far that is. */
export function BackfillsTab({ dag, zone }: BackfillsTabProps) {
  const query = useQuery(backfillsQuery(dag));
  const [isAsked, setAsked] = useUrlState("fill");
  const mayChange = useMayChange();
  return (
    <section className="card" aria-labelledby="backfills">
      <header>
        <h2 id="backfills">Backfills</h2>
        <button
          type="button"
          className="push"
          disabled={!mayChange || zone === null}
          onClick={() => setAsked("1", "push")}
        >
          Fill slots of the past…
        </button>
      </header>
      <QueryView query={query} lines={4}>
        {({ backfills }) =>
          backfills.length === 0 ? (
            <Empty>
              {zone === null
                ? "A DAG without a schedule has no slots to be filled."
                : "There was none yet. A backfill runs the DAG for slots of its schedule in the past."}
            </Empty>
          ) : (
            <ul className="plain-list">
              {backfills.map((backfill) => (
                <Backfill key={backfill.backfill} dag={dag} zone={zone} backfill={backfill} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isAsked !== "" && zone !== null && <BackfillDialog dag={dag} zone={zone} close={() => setAsked("")} />}
    </section>
  );
}

interface BackfillProps extends BackfillsTabProps {
  readonly backfill: ListedBackfill;
}

const NEXT_STEP: Readonly<Record<ListedBackfill["state"], { readonly action: string; readonly label: string } | null>> =
  {
    running: { action: "cancel", label: "Cancel" },
    cancelled: { action: "resume", label: "Go on" },
    ended: null,
  };

function Backfill({ dag, zone, backfill: { backfill, state, slots, from, to, created_at: at } }: BackfillProps) {
  const client = useQueryClient();
  const mayChange = useMayChange();
  const step = NEXT_STEP[state];
  const act = useMutation({
    mutationFn: (action: string) => change("POST", `/backfills/${backfill}/${action}`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: ["dag", dag] }),
  });
  const done = slots.total - slots.waiting - slots.open;
  const lastMoment = new Date(Date.parse(to) - 1).toISOString();
  return (
    <li className="stack tight">
      <div className="row">
        <b>
          <Time at={from} zone={zone} precision="day" /> to <Time at={lastMoment} zone={zone} precision="day" />
        </b>
        <StateBadge state={state} />
        <Link href={`/runs?dag=${encodeURIComponent(dag)}&backfill=${backfill}`}>its runs</Link>
        <span className="soft">
          no. {backfill}, started <Time at={at} zone={zone} />
        </span>
        {step !== null && (
          <button
            type="button"
            className="push"
            disabled={!mayChange || act.isPending}
            aria-label={`${step.label}: backfill ${backfill}`}
            onClick={() => act.mutate(step.action)}
          >
            {step.label}
          </button>
        )}
      </div>
      <div className="progress">
        <progress max={slots.total} value={done} aria-label={`${done} of ${slots.total} slots`} />
        <span className="soft">
          {formatCount(done)} of {formatCount(slots.total)} slots · {formatCount(slots.succeeded)} succeeded
          {slots.failed > 0 && <span className="state-bad"> · {formatCount(slots.failed)} failed</span>}
          {slots.open > 0 && ` · ${formatCount(slots.open)} going`}
          {slots.skipped > 0 && ` · ${formatCount(slots.skipped)} had a run already`}
        </span>
      </div>
      {act.error !== null && <ErrorBox error={act.error} />}
    </li>
  );
}
