import type { Backfill } from "../../../api/shapes.ts";
import { Skeleton } from "../../../components/answers/skeleton.tsx";
import { Time } from "../../../components/time.tsx";
import { formatCount } from "../../../format/numbers.ts";

/** More slots are counted only. */
const SHOWN = 10;

interface BackfillPlanProps {
  readonly plan: Backfill | undefined;
  /** The form has changed since. */
  readonly isOld: boolean;
  readonly zone: string;
}

export function BackfillPlan({ plan, isOld, zone }: BackfillPlanProps) {
  if (plan === undefined) return <Skeleton lines={2} />;
  const { slots, runs } = plan;
  const waiting = runs.filter(({ state }) => state === "waiting");
  const more = waiting.length - SHOWN;
  return (
    <section className={isOld ? "plan stale" : "plan"} aria-label="Plan" aria-busy={isOld}>
      <p>
        <b>
          {formatCount(slots.waiting)} {slots.waiting === 1 ? "slot" : "slots"} to run
        </b>
        {slots.skipped > 0 && `, ${formatCount(slots.skipped)} ${slots.skipped === 1 ? "has" : "have"} a run already`}
      </p>
      <ul className="soft">
        {waiting.slice(0, SHOWN).map(({ logical_date: at }) => (
          <li key={at}>
            <Time at={at} zone={zone} />
          </li>
        ))}
        {more > 0 && <li>and {formatCount(more)} more</li>}
      </ul>
    </section>
  );
}
