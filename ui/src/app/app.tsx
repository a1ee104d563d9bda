import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { ProblemError } from "../api/problem.ts";
import { meQuery } from "../api/queries.ts";
import { Skeleton } from "../components/answers/skeleton.tsx";
import { HomeScreen } from "../screens/home/home-screen.tsx";
import { readPreference, writePreference, ZONE_CHOICES } from "../state/preferences.ts";
import { type KeyAction, useKeys } from "../state/use-keys.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Masthead } from "./masthead.tsx";
import { NotFound } from "./not-found.tsx";
import { OfflineBanner } from "./offline-banner.tsx";

const RunsScreen = lazy(async () => ({ default: (await import("../screens/runs/runs-screen.tsx")).RunsScreen }));
const DagScreen = lazy(async () => ({ default: (await import("../screens/dag/dag-screen.tsx")).DagScreen }));
const RunScreen = lazy(async () => ({ default: (await import("../screens/run/run-screen.tsx")).RunScreen }));
const SweepScreen = lazy(async () => ({ default: (await import("../screens/sweep/sweep-screen.tsx")).SweepScreen }));
const CellScreen = lazy(async () => ({ default: (await import("../screens/cell/cell-screen.tsx")).CellScreen }));
const CompareScreen = lazy(async () => ({
  default: (await import("../screens/compare/compare-screen.tsx")).CompareScreen,
}));
const DataScreen = lazy(async () => ({ default: (await import("../screens/data/data-screen.tsx")).DataScreen }));
const SeriesScreen = lazy(async () => ({ default: (await import("../screens/data/series-screen.tsx")).SeriesScreen }));
const AdminScreen = lazy(async () => ({ default: (await import("../screens/admin/admin-screen.tsx")).AdminScreen }));
const LoginScreen = lazy(async () => ({ default: (await import("../screens/login/login-screen.tsx")).LoginScreen }));

/** The frame of all screens, and which screen an address is. */
export function App() {
  const [location, navigate] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const keys = useMemo<Readonly<Record<string, KeyAction>>>(
    () => ({
      "?": () => setHelpOpen(true),
      "/": focusFilter,
      t: nextZone,
      "g d": () => navigate("/"),
      "g r": () => navigate("/runs"),
      "g p": () => navigate("/data"),
      "g c": () => navigate("/compare"),
      "g a": () => navigate("/admin"),
    }),
    [navigate],
  );
  useKeys(keys);
  const { error } = useQuery(meQuery());
  if (error instanceof ProblemError && error.problem.status === 401)
    return (
      <Suspense fallback={null}>
        <LoginScreen />
      </Suspense>
    );
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), focusHeading())}>
        Skip to the content
      </a>
      <Masthead showHelp={() => setHelpOpen(true)} />
      <OfflineBanner />
      <ErrorBoundary key={location}>
        <Suspense
          fallback={
            <main id="main">
              <Skeleton lines={10} />
            </main>
          }
        >
          <Switch>
            <Route path="/" component={HomeScreen} />
            <Route path="/runs" component={RunsScreen} />
            <Route path="/dags/:dag">{({ dag }) => <DagScreen key={dag} dag={dag} />}</Route>
            <Route path="/runs/:run">{({ run }) => <RunScreen key={run} run={run} />}</Route>
            <Route path="/runs/:run/sweeps/:backtest">
              {({ run, backtest }) => <SweepScreen key={`${run} ${backtest}`} run={run} backtest={backtest} />}
            </Route>
            <Route path="/runs/:run/sweeps/:backtest/cells/:cell">
              {({ run, backtest, cell }) => (
                <CellScreen key={`${run} ${backtest} ${cell}`} run={run} backtest={backtest} cell={Number(cell)} />
              )}
            </Route>
            <Route path="/data" component={DataScreen} />
            <Route path="/data/:source/:symbol/:timeframe">
              {({ source, symbol, timeframe }) => (
                <SeriesScreen
                  key={`${source} ${symbol} ${timeframe}`}
                  source={source}
                  symbol={symbol}
                  timeframe={timeframe}
                />
              )}
            </Route>
            <Route path="/compare" component={CompareScreen} />
            <Route path="/admin" component={AdminScreen} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </ErrorBoundary>
      {isHelpOpen && <HelpDialog close={() => setHelpOpen(false)} />}
    </>
  );
}

function focusHeading(): void {
  document.querySelector<HTMLElement>("h1")?.focus();
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>("input[type=search]");
  filter?.focus();
  return filter !== null;
}

function nextZone(): void {
  const at = ZONE_CHOICES.indexOf(readPreference("zone"));
  writePreference("zone", ZONE_CHOICES[(at + 1) % ZONE_CHOICES.length] ?? "dag");
}
