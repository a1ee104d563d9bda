import type { RunDetail } from "../../api/shapes.ts";
import { Empty } from "../../components/answers/empty.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Time } from "../../components/time.tsx";

/** What the run has told people, and whether it reached them. */
export function Messages({ detail: { run, deliveries, dag_version: version } }: { readonly detail: RunDetail }) {
  if (run.alerts.length === 0 && run.alarms.length === 0) return <Empty>This run had nothing to tell anybody.</Empty>;
  return (
    <section className="card" aria-labelledby="messages">
      <header>
        <h2 id="messages">Messages</h2>
      </header>
      <ul className="plain-list">
        {run.alerts.map(({ rule, kind, text }, place) => (
          <li key={`${rule} ${place}`} className="stack tight">
            <p>
              <strong>{rule}</strong> <span className="soft">{kind}</span> {text}
            </p>
            {deliveries
              .filter((delivery) => delivery.rule === rule && delivery.kind === kind)
              .map(({ channel, state, error, delivered_at: at, attempts }) => (
                <p key={channel} className="row">
                  {channel} <StateBadge state={state} />
                  {at !== null && <Time at={at} zone={version.timezone} />}
                  {attempts > 1 && <span className="soft">{attempts} tries</span>}
                  {error !== null && <span className="soft">{error}</span>}
                </p>
              ))}
          </li>
        ))}
        {run.alarms.map(({ rule, event, note }) => (
          <li key={`${rule} ${event}`} className="soft">
            {rule}: {event.replaceAll("_", " ")} {note}
          </li>
        ))}
      </ul>
    </section>
  );
}
