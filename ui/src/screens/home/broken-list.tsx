import { Link } from "wouter";
import { dagHref } from "../../app/go.ts";
import type { OverviewDag } from "../../api/shapes.ts";
import { StateBadge } from "../../components/state-badge.tsx";

/** DAG files that cannot be run, with what is wrong. */
export function BrokenList({ dags }: { readonly dags: readonly OverviewDag[] }) {
  return (
    <section className="card" aria-labelledby="broken">
      <header>
        <h2 id="broken">Files with an error</h2>
        <span className="soft">The last good version keeps its schedule.</span>
      </header>
      <ul className="plain-list">
        {dags.map(({ dag, file, error }) => (
          <li key={file} className="row">
            <StateBadge state="broken" />
            <Link href={dagHref(dag)}>{dag}</Link>
            <code className="alarm-text">{error ?? file}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
