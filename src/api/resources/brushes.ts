import { AppError } from "../../core/errors/app-error.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";
import type { OpenedSweep } from "../../runs/query/sweep/sweep-reader.ts";
import type { Brushes } from "../../runs/query/sweep/sweep-views.ts";

/** Which cells `?fix=fast=5&brush=sharpe=0.5..2` means. @throws AppError USAGE */
export function brushesOf(
  { fix = [], brush = [] }: { readonly fix?: readonly string[]; readonly brush?: readonly string[] },
  { view: { grid } }: OpenedSweep,
): Brushes {
  const sample = grid.cellAt(0);
  return {
    fixed: Object.fromEntries(fix.map((text) => fixedIn(text, sample))),
    within: Object.fromEntries(brush.map(boundsIn)),
  };
}

function fixedIn(text: string, sample: Readonly<Record<string, ParamValue>>): readonly [string, ParamValue] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new AppError("USAGE", `fix takes no "${text}".`, { hint: "Write fix=fast=5." });
  }
  const like = Object.hasOwn(sample, name) ? typeof sample[name] : "string";
  if (like === "number") return [name, Number(value)];
  return [name, like === "boolean" ? value === "true" : value];
}

function boundsIn(text: string) {
  const [, name, from = "", to = ""] = /^([^=]+)=([^=]*?)\.\.([^=]*)$/.exec(text) ?? [];
  const [low, high] = [bound(from, Number.NEGATIVE_INFINITY), bound(to, Number.POSITIVE_INFINITY)];
  if (name !== undefined && !Number.isNaN(low) && !Number.isNaN(high)) return [name, { low, high }] as const;
  throw new AppError("USAGE", `brush takes no "${text}".`, {
    hint: "Write brush=sharpe=0.5..2, or leave one end away.",
  });
}

function bound(text: string, open: number): number {
  return text === "" ? open : Number(text);
}
