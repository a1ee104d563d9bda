import type { Plan } from "../../api/shapes.ts";
import { Skeleton } from "../../components/answers/skeleton.tsx";
import { Time } from "../../components/time.tsx";
import { formatDuration } from "../../format/durations.ts";
import { formatCount } from "../../format/numbers.ts";

/** What a run would do. @param isOld the form has changed since */
export function PlanView({ plan, isOld }: { readonly plan: Plan | undefined; readonly isOld: boolean }) {
  if (plan === undefined) return <Skeleton lines={2} />;
  const zone = plan.schedule?.timezone ?? null;
  return (
    <section className={isOld ? "plan stale" : "plan"} aria-label="Plan" aria-busy={isOld}>
      <p className="soft">
        For <Time at={plan.logical_date} zone={zone} />
        {zone !== null && zone !== "UTC" && ` · ${plan.logical_date.slice(0, 16).replace("T", " ")} UTC`}
      </p>
      {plan.backtests.map(
        ({
          name,
          cells,
          cached,
          to_compute: rest,
          estimate_ms: estimate,
          symbols,
          first_bar: first,
          last_bar: last,
          walk_forward: walked,
          cpcv,
          notes,
        }) => (
          <div key={name}>
            <p>
              <b>{name}</b>: {formatCount(cells)} {cells === 1 ? "cell" : "cells"}, {formatCount(cached)} known before,{" "}
              <b>{formatCount(rest)} to compute</b>
              {estimate !== null && rest > 0 && `, about ${formatDuration(estimate)}`}
            </p>
            <p className="soft">
              {symbols.slice(0, 5).join(", ")}
              {symbols.length > 5 && ` and ${symbols.length - 5} more`}
              {first !== null && ` · ${first} to ${last ?? ""}`}
            </p>
            {walked !== null && (
              <p className="soft">
                Walk-forward over {formatCount(walked.windows.length)} windows,{" "}
                {walked.windows[0]?.out_of_sample.start.slice(0, 10)} to{" "}
                {walked.windows.at(-1)?.out_of_sample.end.slice(0, 10)}
              </p>
            )}
            {cpcv !== null && (
              <p className="soft">
                Cross-validation over {formatCount(cpcv.splits)} splits and {formatCount(cpcv.paths)} paths
              </p>
            )}
            {notes.map(({ text }) => (
              <p key={text} className="note">
                {text}
              </p>
            ))}
          </div>
        ),
      )}
      {plan.waits_for !== null && <p className="note">It would wait for data through {plan.waits_for.through}.</p>}
    </section>
  );
}
