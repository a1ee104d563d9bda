import { Link } from "wouter";
import { runHref } from "../app/go.ts";
import type { RunMark } from "../api/shapes.ts";
import { formatMoment, zoneLabel } from "../format/moments.ts";
import { lookOf, type Look } from "./state-badge.tsx";
import { useShownZone } from "./time.tsx";

interface RunStripProps {
  readonly runs: readonly RunMark[];
  readonly dag: string;
  readonly zone: string | null;
}

/** Places of a strip; a DAG with fewer runs has empty ones first. */
const PLACES = 14;

/** How high a bar is, so that states differ in shape as well as in colour. */
const HEIGHTS: Readonly<Record<Look, number>> = { good: 60, bad: 100, busy: 60, wait: 25, held: 40, gone: 25 };

/** The last runs as bars, the latest at the right: a look tells a bad night from a bad week. */
export function RunStrip({ runs, dag, zone }: RunStripProps) {
  const shown = useShownZone(zone);
  const bars = runs.slice(0, PLACES).toReversed();
  return (
    <span className="run-strip" role="group" aria-label={`Last runs of ${dag}, the latest last`}>
      {Array.from({ length: PLACES - bars.length }, (_, place) => (
        <span key={place} className="strip-place" />
      ))}
      {bars.map(({ run_id: id, state, logical_date: date }) => {
        const at = Date.parse(date);
        const name = `${state}, ${formatMoment(at, shown, "minute")} ${zoneLabel(at, shown)}`;
        return (
          <Link
            key={id}
            href={runHref(id)}
            className={`strip-place state-${lookOf(state)}`}
            title={name}
            aria-label={name}
            tabIndex={-1}
          >
            <span style={{ height: `${HEIGHTS[lookOf(state)]}%` }} className={`bar bar-${lookOf(state)}`} />
          </Link>
        );
      })}
    </span>
  );
}
