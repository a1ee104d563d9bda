import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import { Page } from "../../app/page.tsx";
import { dagQuery } from "../../api/queries.ts";
import type { DagDetail } from "../../api/shapes.ts";
import { QueryView } from "../../components/answers/query-view.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Tabs } from "../../components/controls/tabs.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../format/numbers.ts";
import { useKeys } from "../../state/use-keys.ts";
import { useMayChange } from "../../state/use-may-change.ts";
import { useUrlState } from "../../state/use-url-state.ts";
import { PauseButton } from "../home/pause-button.tsx";
import { LaunchDialog } from "../launch/launch-dialog.tsx";
import { BackfillsTab } from "./backfills/backfills-tab.tsx";
import { CalendarTab } from "./calendar/calendar-tab.tsx";
import { DefinitionTab } from "./definition/definition-tab.tsx";
import { DraftTab } from "./definition/draft-tab.tsx";
import { DagRunsTab } from "./runs/dag-runs-tab.tsx";

/** One DAG: its runs, how its objective went, its file, and when it was due. */
export function DagScreen({ dag }: { readonly dag: string }) {
  const query = useQuery(dagQuery(dag));
  const [launch, setLaunch] = useUrlState("launch");
  const mayChange = useMayChange();
  const { data } = query;
  const keys = useMemo(() => ({ r: () => setLaunch("1", "push") }), [setLaunch]);
  useKeys(keys);
  return (
    <Page
      title={dag}
      crumbs={<Link href="/">DAGs</Link>}
      beside={data !== undefined && <DagState dag={data} />}
      actions={
        data !== undefined && (
          <>
            <PauseButton dag={dag} isPaused={data.paused !== null} />
            <button
              type="button"
              className="primary"
              disabled={!mayChange || data.backtests.length === 0}
              onClick={() => setLaunch("1", "push")}
            >
              Run…
            </button>
          </>
        )
      }
    >
      <QueryView query={query} lines={12}>
        {(detail) => (
          <>
            <DagContent detail={detail} />
            {launch !== "" && <LaunchDialog dag={detail} close={() => setLaunch("")} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function DagState({ dag: { state, paused } }: { readonly dag: DagDetail }) {
  if (state === "error") return <StateBadge state="broken" />;
  return paused === null ? <StateBadge state={state} /> : <StateBadge state="paused" />;
}

function DagContent({ detail }: { readonly detail: DagDetail }) {
  const { dag, description, error, tags, schedule, next, backtests, paused, file } = detail;
  const zone = schedule?.timezone ?? null;
  const hasGoodVersion = detail.versions.length > 0;
  return (
    <>
      {description !== "" && <p className="soft">{description}</p>}
      {error !== null && (
        <section className="error-box" role="alert">
          <h2>
            {hasGoodVersion
              ? "The file has an error; its last good version keeps its schedule"
              : "The file has an error, and no good version of it is known"}
          </h2>
          <pre>{error}</pre>
        </section>
      )}
      {paused !== null && (
        <p className="note">
          Paused by {paused.by} since <Time at={paused.at} zone={zone} />
          {paused.reason !== null && `: ${paused.reason}`}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>schedule</dt>
          <dd>{schedule === null ? "started by people alone" : <ScheduleText schedule={schedule} />}</dd>
        </div>
        <div>
          <dt>next run</dt>
          <dd>
            <Time at={next[0] ?? null} zone={zone} distance />
          </dd>
        </div>
        {backtests.map(({ backtest, strategy, cells, objective }) => (
          <div key={backtest}>
            <dt>{backtest}</dt>
            <dd>
              {strategy} · {formatCount(cells)} cells by {objective}
            </dd>
          </div>
        ))}
        <div>
          <dt>file</dt>
          <dd>
            <code>{file}</code>
          </dd>
        </div>
        {tags.length > 0 && (
          <div>
            <dt>tags</dt>
            <dd className="row">
              {tags.map((tag) => (
                <Link key={tag} href={`/?tag=${encodeURIComponent(tag)}`} className="tag">
                  {tag}
                </Link>
              ))}
            </dd>
          </div>
        )}
      </dl>
      <Tabs
        label="Parts of the DAG"
        first="runs"
        tabs={[
          {
            id: "runs",
            label: "Runs",
            content: () => <DagRunsTab dag={dag} file={file} zone={zone} objective={backtests[0]?.objective ?? null} />,
          },
          { id: "definition", label: "Definition", content: () => <DefinitionTab detail={detail} /> },
          { id: "calendar", label: "Calendar", content: () => <CalendarTab dag={dag} /> },
          { id: "backfills", label: "Backfills", content: () => <BackfillsTab dag={dag} zone={zone} /> },
          { id: "draft", label: "Check a draft", content: () => <DraftTab detail={detail} /> },
        ]}
      />
    </>
  );
}

function ScheduleText({
  schedule: { cron, calendar, at, timezone },
}: {
  readonly schedule: NonNullable<DagDetail["schedule"]>;
}) {
  return (
    <>
      {cron !== null && <code>{cron}</code>} {calendar !== null && `${calendar} sessions`} {at !== null && `at ${at}`}{" "}
      <span className="soft">{timezone}</span>
    </>
  );
}
