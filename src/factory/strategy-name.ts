import path from "node:path";
import type { StrategyRef } from "./dag-spec.ts";

/** What people call it: a built-in by its name, a file by the name that it has in its folder. */
export function strategyName(strategy: StrategyRef): string {
  switch (strategy.kind) {
    case "builtin":
      return strategy.name;
    case "module":
      return path.basename(strategy.path);
    case "script":
      return path.basename(strategy.path ?? strategy.command?.[0] ?? "a program");
  }
}
