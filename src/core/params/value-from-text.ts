import type { ParamSpec, ParamValue } from "./param-spec.ts";

/** A value as it was written in a command, by its declaration; what is no number or truth value is left for the check to refuse. */
export function valueFromText(spec: ParamSpec, text: string): ParamValue {
  switch (spec.kind) {
    case "int":
    case "float":
      return text.trim() === "" ? Number.NaN : Number(text);
    case "bool":
      return text === "true" ? true : text === "false" ? false : text;
    case "choice":
      return text;
    case "free":
      return freeValue(text);
  }
}

/** As YAML would read it. */
function freeValue(text: string): ParamValue {
  if (text === "true" || text === "false") return text === "true";
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}
