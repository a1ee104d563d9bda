import { nearestName } from "../../core/text/nearest-name.ts";
import { askWhether } from "../../core/text/suggest-name.ts";
import {
  CONTRACT_FILES,
  fileNameProblem,
  isContractFile,
  OUTPUT_RULE_NAMES,
  type OutputFileSpec,
  type OutputRuleName,
  outputRule,
  type OutputsSpec,
} from "../../core/spec/outputs-spec.ts";
import type { WrittenOutputs } from "../schema/outputs-schema.ts";
import { reportAtKey, type Section } from "./section.ts";

/**
 * `outputs` of a backtest, whose shape is right already. Reports names that leave the folder, and rules that a file cannot be
 * held to.
 *
 * @param section the map that has the key `outputs`
 */
export function readOutputRules(section: Section, written: WrittenOutputs): OutputsSpec {
  return { files: Object.entries(written).map(([name, file]) => readFile(section, name, file)) };
}

function readFile(section: Section, name: string, { required, ...rules }: WrittenOutputs[string]): OutputFileSpec {
  const meant = isContractFile(name) ? null : nearestName(name, CONTRACT_FILES);
  checkName(section, name, meant);
  for (const rule of OUTPUT_RULE_NAMES.filter((rule) => Object.hasOwn(rules, rule))) {
    checkRule(section, { file: name, rule, meant });
  }
  return { name, ...(typeof required === "boolean" && { required }), rules };
}

/** A name that is nearly one of the contract may be meant, since there can be any files. */
function checkName(section: Section, name: string, meant: string | null): void {
  const problem = fileNameProblem(name);
  if (problem !== null) {
    const hint = "Name a file as the script writes it into its output folder, such as report.html.";
    reportAtKey(section, ["outputs", name], { code: "DAG_VALUE_INVALID", message: `"${name}" ${problem}.`, hint });
  } else if (meant !== null) {
    const isCase = meant === name.toLowerCase().trim();
    reportAtKey(section, ["outputs", name], {
      code: "DAG_VALUE_INVALID",
      severity: isCase ? "error" : "warning",
      message: `"${name}" is a file beside ${meant}, which is asked for all the same.`,
      hint: askWhether(meant),
    });
  }
}

interface UsedRule {
  readonly file: string;
  readonly rule: OutputRuleName;
  readonly meant: string | null;
}

function checkRule(section: Section, { file, rule, meant }: UsedRule): void {
  const { of } = outputRule(rule);
  if (of === null || of.some((known) => known === file)) return;
  const hint = meant !== null && of.some((known) => known === meant) ? askWhether(meant) : `Write it under ${of[0]}.`;
  reportAtKey(section, ["outputs", file, rule], {
    code: "DAG_KEY_UNKNOWN",
    message: `"${rule}" is a rule of ${of.join(" and ")}, not of "${file}".`,
    hint,
  });
}
