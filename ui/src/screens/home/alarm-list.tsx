import { Link } from "wouter";
import { dagHref, runHref } from "../../app/go.ts";
import type { Alarm } from "../../api/shapes.ts";
import { StateBadge } from "../../components/state-badge.tsx";
import { Time } from "../../components/time.tsx";
import { AcknowledgeButton } from "./acknowledge-button.tsx";

/** Alarms that nobody has taken on yet. */
export function AlarmList({ alarms }: { readonly alarms: readonly Alarm[] }) {
  return (
    <section className="card" aria-labelledby="alarms">
      <header>
        <h2 id="alarms">Alarms that nobody has taken on</h2>
      </header>
      <ul className="plain-list">
        {alarms.map((alarm) => (
          <li key={`${alarm.alarm} ${alarm.subject}`} className="row">
            <StateBadge state={alarm.state} />
            <span className="alarm-text">
              <Link href={dagHref(alarm.dag)}>{alarm.dag}</Link> <strong>{alarm.rule}</strong>{" "}
              <span className="soft">{alarm.reason ?? alarm.subject}</span>
            </span>
            <span className="row push">
              {alarm.firing_since !== null && (
                <span className="soft">
                  since <Time at={alarm.firing_since} />
                </span>
              )}
              {alarm.last_run !== null && <Link href={runHref(alarm.last_run)}>its run</Link>}
              <AcknowledgeButton alarm={alarm.alarm} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
