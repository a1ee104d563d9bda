import { ownRecord } from "../values/own-record.ts";
import type { Params, ParamSpecs } from "./param-spec.ts";

/** What there is to know of the parameters of a program that declares none: those that it is given, whatever they hold. */
export function freeParams(given: readonly Params[], axes: readonly { readonly name: string }[]): ParamSpecs {
  const values = given.flatMap((params) => Object.entries(params));
  const named = axes.map(({ name }) => [name, 0] as const);
  return ownRecord([...named, ...values].map(([name, value]) => [name, { kind: "free", default: value }] as const));
}
