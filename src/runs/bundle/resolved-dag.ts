import path from "node:path";
import { parse, stringify } from "yaml";
import { messageOf } from "../../core/errors/app-error.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import { readStoredSpec, storedSpec } from "../../factory/stored-spec.ts";
import { invalidBundle, RESOLVED_FILE } from "./bundle-manifest.ts";

/** A DAG as text with every value in it that decides a result, and which of its backtests had secrets in theirs. */
export interface ResolvedDag {
  readonly text: string;
  /** Names. */
  readonly withSecrets: ReadonlySet<string>;
}

/**
 * Callbacks and alerts decide nothing of a result, and hold addresses and options that are nobody's business: they are left
 * out. Paths of this disk mean nothing elsewhere: their last step stays. Where cells are computed is not part of what they are.
 *
 * @param strategyFiles where each strategy's own file is in the bundle, by backtest
 */
export function resolvedDag(
  spec: DagSpec,
  { mask, strategyFiles }: { readonly mask: SecretMask; readonly strategyFiles: ReadonlyMap<string, string> },
): ResolvedDag {
  const { notifications: _, ...rest } = spec;
  const backtests = spec.backtests.map((backtest) => portable(backtest, strategyFiles.get(backtest.name)));
  const shown = mask.maskValue(storedSpec({ ...rest, backtests, before: [], after: [], alerts: [] }));
  const withSecrets = backtests.filter((backtest) => {
    const text = JSON.stringify(backtest);
    return JSON.stringify(mask.maskValue(JSON.parse(text))) !== text;
  });
  return {
    text: stringify(shown, { aliasDuplicateObjects: false, lineWidth: 0 }),
    withSecrets: new Set(withSecrets.map(({ name }) => name)),
  };
}

function portable(spec: BacktestSpec, strategyFile: string | undefined): BacktestSpec {
  const { executor: _executor, aws: _aws, strategy, data, ...backtest } = spec;
  const own = "path" in strategy && strategyFile !== undefined ? { ...strategy, path: strategyFile } : strategy;
  const moved = withoutFolders(own) as BacktestSpec["strategy"];
  return { ...backtest, strategy: moved, data: withoutFolders(data) as BacktestSpec["data"] };
}

/** Of absolute paths their last step. */
function withoutFolders(value: unknown): unknown {
  if (typeof value === "string") return path.isAbsolute(value) ? path.basename(value) : value;
  if (Array.isArray(value)) return value.map(withoutFolders);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutFolders(member)]));
}

/** @throws AppError BUNDLE_INVALID, DAG_VERSION_UNREADABLE */
export function readResolvedDag(text: string, dag: { readonly dagId: string; readonly hash: string }): DagSpec {
  try {
    return readStoredSpec({ ...dag, spec: parse(text, { maxAliasCount: 0 }) as unknown });
  } catch (error) {
    throw invalidBundle(`its ${RESOLVED_FILE} cannot be read: ${messageOf(error)}`, error);
  }
}
