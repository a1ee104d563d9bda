import { suggestName } from "../../core/text/suggest-name.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { CodeRef } from "../../core/spec/code-ref.ts";
import { asSentence } from "../diagnostics/problem.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import { fileReference } from "./file-reference.ts";
import { reportAt, reportMissing, type Section } from "./section.ts";
import { checkUsedFile } from "./used-file.ts";

export interface ReadStrategy {
  readonly ref: CodeRef;
  readonly known: KnownStrategy;
}

/** A built-in by name, or a module, which is loaded to learn its parameters. */
export async function readStrategy(section: Section, name: string | undefined): Promise<ReadStrategy | null> {
  const { strategies } = section.deps;
  if (name === undefined) {
    reportMissing(section, ["strategy"], {
      message: "A backtest needs a strategy.",
      hint: `Write "strategy: " and one of ${strategies.names.join(", ")}, or ./your-file.ts.`,
    });
    return null;
  }
  const reference = fileReference(section, ["strategy"], name);
  if (reference !== null) return loadModule(section, reference);
  const known = strategies.builtin(name);
  if (known !== undefined) return { ref: { kind: "builtin", name }, known };
  const hint = suggestName(name, strategies.names);
  reportAt(section, ["strategy"], { code: "STRATEGY_UNKNOWN", message: `There is no strategy "${name}".`, hint });
  return null;
}

async function loadModule(
  section: Section,
  reference: { readonly path: string; readonly exportName: string },
): Promise<ReadStrategy | null> {
  const { path, exportName } = reference;
  if (!(await checkUsedFile(section, ["strategy"], path))) return null;
  try {
    const known = await section.deps.strategies.load(path, exportName);
    return { ref: { kind: "module", path, exportName }, known };
  } catch (error) {
    const isExpected = error instanceof AppError;
    reportAt(section, ["strategy"], {
      code: isExpected ? error.code : "STRATEGY_INVALID",
      message: asSentence(messageOf(error)),
      hint: isExpected ? (error.hint ?? null) : null,
    });
    return null;
  }
}
