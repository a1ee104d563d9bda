import { policyOf } from "../core/values/alert-policy.ts";
import type { LoadedDag } from "./check-dag.ts";
import type { BacktestSpec, ScheduleSpec } from "./dag-spec.ts";
import { placeFinder } from "./diagnostics/place-finder.ts";
import type { DagFile } from "./schema/dag-schema.ts";
import { SETTING_GROUPS, type SettingKey } from "./schema/setting-keys.ts";
import { fittingRoutes } from "./sections/alerts.ts";
import { childPath, type Place, type SourceNode, toPlain } from "./yaml/source-tree.ts";

/** One value of a DAG and who gave it. */
export interface ExplainedValue {
  /** `backtest.costs.slippage_bps`, as the merged file has it. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: ValueOrigin;
}

type ValueOrigin = { readonly file: string; readonly line: number; readonly column: number } | "default";

/**
 * Every value that counts, in the order of the merged file; then the defaults that come from elsewhere than the
 * schema: those of the exchanges, the profiles, the strategies and the alerts. Empty when the file is no YAML. Secrets show as `${secret:NAME}`.
 */
export function explainDag(loaded: LoadedDag): readonly ExplainedValue[] {
  const { tree, sources } = loaded.origins;
  if (tree === null) return [];
  const find = placeFinder(sources);
  const originOf = (place: Place | null): ValueOrigin => {
    if (place === null) return "default";
    const { line, column } = find(place);
    return { file: place.file, line, column };
  };
  const written = leaves(tree, "").map(({ path, node }): ExplainedValue => {
    return { path, value: toPlain(node), origin: originOf(node.place) };
  });
  const known = new Set(written.map(({ path }) => path));
  const all = [...written, ...derived(loaded), ...routing(loaded, originOf)];
  return all.filter((value, i) => i < written.length || !known.has(value.path));
}

interface Leaf {
  readonly path: string;
  readonly node: SourceNode;
}

/** Lists of plain values stay together: a grid is easier to read in one row. */
function leaves(node: SourceNode, path: string): readonly Leaf[] {
  if (node.kind === "map" && (node.entries.size > 0 || path === "")) {
    return [...node.entries].flatMap(([key, entry]) => leaves(entry.value, childPath(path, key)));
  }
  if (node.kind === "list" && node.items.some((item) => item.kind === "map")) {
    return node.items.flatMap((item, i) => leaves(item, `${path}[${i}]`));
  }
  return [{ path, node }];
}

function derived({ spec, origins }: LoadedDag): readonly ExplainedValue[] {
  if (spec === null) return [];
  const isNamed = origins.tree?.entries.has("backtests") === true;
  const ofBlocks = spec.backtests.flatMap((backtest) =>
    blockDefaults(backtest, isNamed ? `backtests.${backtest.name}` : "backtest"),
  );
  const ofSchedule = spec.schedule === null ? [] : [zoneDefault(spec.schedule)];
  if (origins.tree?.entries.has("alerts") === true) return [...ofSchedule, ...ofBlocks];
  const alerts = spec.alerts.map((alert, i): ExplainedValue => {
    const { name, when, to } = alert;
    return { path: `alerts[${i}]`, value: { name, when, severity: policyOf(alert).severity, to }, origin: "default" };
  });
  return [...ofSchedule, ...ofBlocks, ...alerts];
}

/** How much each rule that the file names matters, and where its messages go: by its own `to`, the routes of the file, or neither. */
function routing(
  { spec, origins }: LoadedDag,
  originOf: (place: Place | null) => ValueOrigin,
): readonly ExplainedValue[] {
  if (origins.tree?.entries.has("alerts") !== true) return [];
  const notifications = origins.tree.entries.get("notifications")?.value;
  const routes = notifications?.kind === "map" ? notifications.entries.get("routes")?.value : undefined;
  // There is a spec, so it has the shape of one.
  const file = toPlain(origins.tree) as DagFile;
  return (spec?.alerts ?? []).flatMap((alert, i): readonly ExplainedValue[] => {
    const isRouted = fittingRoutes(file.alerts?.[i] ?? {}, file).length > 0;
    return [
      { path: `alerts[${i}].severity`, value: policyOf(alert).severity, origin: "default" },
      { path: `alerts[${i}].to`, value: alert.to, origin: originOf(isRouted ? (routes?.place ?? null) : null) },
    ];
  });
}

/** What the exchange gives. */
function zoneDefault({ timezone }: ScheduleSpec): ExplainedValue {
  return { path: "schedule.timezone", value: timezone, origin: "default" };
}

/** What the profile gives for keys of `execution`, and the strategy for parameters. */
function blockDefaults({ settings, params }: BacktestSpec, block: string): readonly ExplainedValue[] {
  const execution: Readonly<Record<string, unknown>> = { ...settings.execution };
  const ofProfile = Object.entries<SettingKey>(SETTING_GROUPS.execution.keys)
    .filter(([, { hasOwnDefault }]) => hasOwnDefault === false)
    .map(([key, { field }]) => [`execution.${key}`, execution[field]] as const);
  const ofStrategy = Object.entries(params).map(([param, value]) => [`params.${param}`, value] as const);
  return [...ofProfile, ...ofStrategy].map(([path, value]) => ({ path: `${block}.${path}`, value, origin: "default" }));
}
