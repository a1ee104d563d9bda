import { AppError } from "../../core/errors/app-error.ts";
import {
  fileNameProblem,
  OUTPUT_RULE_NAMES,
  type OutputFileSpec,
  type OutputRuleName,
  outputRule,
  type OutputRules,
  type OutputsSpec,
} from "../../core/spec/outputs-spec.ts";
import { suggestName } from "../../core/text/suggest-name.ts";

const FORM = "Write <file>:<rule>=<value>, such as trades.csv:min_trades=10.";

/** What `--rule` has asked for so far, with one more; as `outputs` of a DAG file says it. @throws AppError USAGE */
export function addOutputRule(text: string, { files }: OutputsSpec): OutputsSpec {
  const [, name = "", key = "", value = ""] = /^([^:]+):(\w+)=(.*)$/s.exec(text) ?? [];
  if (key === "") throw usage(`--rule takes no "${text}".`, FORM);
  const problem = fileNameProblem(name);
  if (problem !== null) throw usage(`"${name}" ${problem}.`, FORM);
  const known = files.find((file) => file.name === name) ?? { name, rules: {} };
  return { files: [...files.filter((file) => file !== known), withRule(known, key, value)] };
}

function withRule(file: OutputFileSpec, key: string, value: string): OutputFileSpec {
  if (key === "required") {
    if (value !== "true" && value !== "false") throw usage(`required is true or false, not "${value}".`, FORM);
    return { ...file, required: value === "true" };
  }
  const rule = OUTPUT_RULE_NAMES.find((name) => name === key);
  if (rule === undefined)
    throw usage(`There is no rule "${key}".`, suggestName(key, ["required", ...OUTPUT_RULE_NAMES]));
  const { of } = outputRule(rule);
  if (of !== null && !of.some((known) => known === file.name)) {
    throw usage(`"${rule}" is a rule of ${of.join(" and ")}, not of "${file.name}".`, FORM);
  }
  return { ...file, rules: { ...file.rules, [rule]: valueOf(rule, value) } satisfies OutputRules };
}

function valueOf(name: OutputRuleName, text: string): number | readonly string[] {
  const {
    kind,
    min = kind === "count" ? 0 : Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
  } = outputRule(name);
  if (kind === "names") return text.split(",").map((each) => each.trim());
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const isRight = value >= min && value <= max && (kind === "number" || Number.isSafeInteger(value));
  if (isRight) return value;
  throw usage(`${name} cannot be "${text}".`, outputRule(name).meaning);
}

function usage(message: string, hint: string): AppError {
  return new AppError("USAGE", message, { hint });
}
