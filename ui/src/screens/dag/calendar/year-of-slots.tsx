import { useMemo } from "react";
import { Link } from "wouter";
import { runHref } from "../../../app/go.ts";
import type { DagTicks } from "../../../api/shapes.ts";
import { lookOf, StateBadge } from "../../../components/state-badge.tsx";

type Day = DagTicks["days"][number];

/** What is said of a day with several slots: the worst. */
const OUTCOMES = ["missed", "skipped", "queued", "started"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_MS = 86_400_000;

/** A year as weeks: one square a day, a column a week that begins on Monday. */
export function YearOfSlots({ ticks: { year, days } }: { readonly ticks: DagTicks }) {
  const byDay = useMemo(() => new Map(days.map((day) => [day.day, day])), [days]);
  const first = Date.UTC(year, 0, 1);
  const offset = (new Date(first).getUTCDay() + 6) % 7;
  const count = Math.round((Date.UTC(year + 1, 0, 1) - first) / DAY_MS);
  return (
    <>
      <div className="year" role="list" aria-label={`Days of ${year} with slots`} tabIndex={0}>
        {MONTHS.map((month, place) => (
          <span
            key={month}
            className="month"
            aria-hidden="true"
            style={{ gridColumn: Math.floor((Date.UTC(year, place, 1) - first) / DAY_MS / 7 + 1 + offset / 7) + 1 }}
          >
            {month}
          </span>
        ))}
        {Array.from({ length: count }, (_, number) => {
          const name = new Date(first + number * DAY_MS).toISOString().slice(0, 10);
          const place = { gridColumn: Math.floor((number + offset) / 7) + 2, gridRow: ((number + offset) % 7) + 2 };
          const day = byDay.get(name);
          return day === undefined ? (
            <span key={name} className="day" style={place} aria-hidden="true" />
          ) : (
            <span key={name} role="listitem" style={place} className="day-slot">
              <DayMark day={day} />
            </span>
          );
        })}
      </div>
      <p className="row soft legend">
        {OUTCOMES.toReversed().map((outcome) => (
          <StateBadge key={outcome} state={outcome} />
        ))}
      </p>
    </>
  );
}

function DayMark({ day }: { readonly day: Day }) {
  const outcome = OUTCOMES.find((one) => day[one] > 0) ?? "started";
  const name = `${day.day}: ${OUTCOMES.flatMap((one) => (day[one] > 0 ? [`${day[one]} ${one}`] : [])).join(", ")}`;
  const look = `day day-${outcome} state-${lookOf(outcome)}`;
  return day.run_id === null ? (
    <span className={look} role="img" title={name} aria-label={name} />
  ) : (
    <Link className={look} href={runHref(day.run_id)} title={name} aria-label={name} />
  );
}
