import { AppError } from "../../core/errors/app-error.ts";
import {
  fileNameProblem,
  OUTPUT_RULE_NAMES,
  type OutputRuleName,
  outputRule,
  type OutputRules,
  type OutputsSpec,
} from "../../core/spec/outputs-spec.ts";
import { suggestName } from "../../core/text/suggest-name.ts";

const FORM = "Write <file>:<rule>=<value>, such as trades.csv:min_trades=10.";

/** What one `--rule` says. */
export interface OutputRuleOption {
  readonly file: string;
  readonly required?: boolean;
  readonly rules: OutputRules;
}
/** All of them, in their order. */
export type RuleOption = readonly OutputRuleOption[];

/** @throws AppError USAGE */
export function outputRuleOption(text: string): OutputRuleOption {
  const [, file = "", key = "", value = ""] = /^([^:]+):(\w+)=(.*)$/s.exec(text) ?? [];
  if (key === "") throw usage(`--rule takes no "${text}".`, FORM);
  const problem = fileNameProblem(file);
  if (problem !== null) throw usage(`"${file}" ${problem}.`, FORM);
  if (key === "required") {
    if (value !== "true" && value !== "false") throw usage(`required is true or false, not "${value}".`, FORM);
    return { file, required: value === "true", rules: {} };
  }
  const rule = OUTPUT_RULE_NAMES.find((name) => name === key);
  if (rule === undefined)
    throw usage(`There is no rule "${key}".`, suggestName(key, ["required", ...OUTPUT_RULE_NAMES]));
  const { of } = outputRule(rule);
  if (of !== null && !of.some((known) => known === file)) {
    throw usage(`"${rule}" is a rule of ${of.join(" and ")}, not of "${file}".`, FORM);
  }
  return { file, rules: { [rule]: valueOf(rule, value) } };
}

/** One put over what is asked already, by key. */
export function withOutputRule({ files }: OutputsSpec, { file, rules, ...own }: OutputRuleOption): OutputsSpec {
  const known = files.find(({ name }) => name === file) ?? { name: file, rules: {} };
  const others = files.filter(({ name }) => name !== file);
  return { files: [...others, { ...known, ...own, rules: { ...known.rules, ...rules } }] };
}

function valueOf(name: OutputRuleName, text: string): number | readonly string[] {
  const {
    kind,
    min = kind === "count" ? 0 : Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
  } = outputRule(name);
  const names = text.split(",").map((each) => each.trim());
  if (kind === "names" && !names.includes("")) return names;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const isRight = value >= min && value <= max && (kind === "number" || Number.isSafeInteger(value));
  if (isRight && kind !== "names") return value;
  throw usage(`${name} cannot be "${text}".`, outputRule(name).meaning);
}

function usage(message: string, hint: string): AppError {
  return new AppError("USAGE", message, { hint });
}
