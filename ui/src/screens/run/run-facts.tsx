import type { ReactNode } from "react";
import { Link } from "wouter";
import { runHref } from "../../app/go.ts";
import type { RunDetail } from "../../api/shapes.ts";
import { Params } from "../../components/params.tsx";
import { Time } from "../../components/time.tsx";
import { formatDuration } from "../../format/durations.ts";
import { formatCount } from "../../format/numbers.ts";

/** Digits of a hash that tell it from others. */
const SHORT = 10;

export function RunFacts({ detail }: { readonly detail: RunDetail }) {
  const { run, dag_version: version, snapshots, code_hash: code } = detail;
  const zone = version.timezone;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["logical date", <Time key="at" at={run.logical_date} zone={zone} />],
    ["started", <Time key="at" at={run.started_at} zone={zone} precision="second" />],
    ["took", run.duration_ms === null ? <span key="none">still going</span> : formatDuration(run.duration_ms)],
    ["started by", run.trigger],
    [
      "cells",
      `${formatCount(run.cells.total)} · ${formatCount(run.cells.cached)} known before · ${formatCount(run.cells.failed)} failed`,
    ],
    ...(Object.keys(run.overrides).length > 0
      ? ([["in place of the file’s", <Params key="p" params={run.overrides} />]] as const)
      : []),
    ...(run.repeats === null
      ? []
      : ([
          [
            "again after",
            <Link key="l" href={runHref(run.repeats)}>
              {run.repeats}
            </Link>,
          ],
        ] as const)),
    ["DAG version", <Hash key="h" hash={version.hash} />],
    ["code", <Hash key="h" hash={code} />],
    ["data", snapshots.length === 0 ? "its own" : snapshots.map((id) => <Hash key={id} hash={id} />)],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Hash({ hash }: { readonly hash: string }) {
  return <code title={hash}>{hash.slice(0, SHORT)} </code>;
}
