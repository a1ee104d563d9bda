import { Link } from "wouter";
import { runHref } from "../../app/go.ts";
import type { Overview } from "../../api/shapes.ts";
import { Progress } from "../../components/progress.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { formatCount } from "../../format/numbers.ts";

/** Rows of it before it says how many more there are. */
const SHOWN = 8;

export function RunningNow({ running, open }: { readonly running: Overview["running"]; readonly open: number }) {
  const shown = running.slice(0, SHOWN);
  return (
    <section className="card" aria-labelledby="running">
      <header>
        <h2 id="running">Going on now</h2>
        {open > shown.length && (
          <Link href="/runs?state=running" className="push">
            all {formatCount(open)}
          </Link>
        )}
      </header>
      <ul className="plain-list">
        {shown.map((run) => (
          <li key={run.run_id} className="running-row">
            <span className="clip">
              <Link href={runHref(run.run_id)}>{run.dag}</Link>{" "}
              <span className="soft mono wide-only">{run.run_id}</span>
            </span>
            <StateBadge state={run.state} />
            <Progress progress={run.progress} cells={run.cells} />
          </li>
        ))}
      </ul>
    </section>
  );
}
