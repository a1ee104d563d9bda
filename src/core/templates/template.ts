import Handlebars from "handlebars";
import { AppError, messageOf } from "../errors/app-error.ts";
import { templateProblems } from "./template-paths.ts";

type TemplateHelper = (value: unknown, argument?: unknown) => string;

export interface TemplateOptions {
  /** How messages call the template: its file name, or the key of a DAG file it stands in. */
  readonly name: string;
  /** A value of the shape that the template will get; see `TemplateRules.sample`. */
  readonly sample: unknown;
  /** `helpers`: the format has its own escaping, so every `{{…}}` must name one of `helpers`. */
  readonly escape: "html" | "none" | "helpers";
  readonly helpers?: Readonly<Record<string, TemplateHelper>>;
}

/** Fills a template in. The view is whatever the sample stood for. */
export type Template = (view: unknown) => string;

/**
 * Compiles a handlebars template after checking every path in it, so that a misspelt name fails
 * here and not in the night on which its branch is first reached. There are no partials, no
 * unescaped output, and no helpers but `if`, `unless`, `each`, `with` and those of the options.
 *
 * @throws AppError TEMPLATE_INVALID on a syntax error or an unknown name
 */
export function compileTemplate(source: string, options: TemplateOptions): Template {
  const helpers = options.helpers ?? {};
  const names = Object.keys(helpers);
  const problems = templateProblems(parse(source, options.name), {
    sample: options.sample,
    helpers: names,
    helpersOnly: options.escape === "helpers",
  });
  if (problems.length > 0) throw invalid(options.name, problems.join("\n"));
  const render = Handlebars.compile(source, {
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(names.map((name) => [name, true])),
    noEscape: options.escape !== "html",
  });
  return (view) => render(view, { helpers });
}

function parse(source: string, name: string): hbs.AST.Program {
  try {
    return Handlebars.parse(source);
  } catch (error) {
    throw invalid(name, messageOf(error), error);
  }
}

function invalid(name: string, problems: string, cause?: unknown): AppError {
  return new AppError("TEMPLATE_INVALID", `The template ${name} cannot be used: ${problems}`, {
    hint: "Templates are handlebars (https://handlebarsjs.com); names must exist in what the template is given.",
    cause,
  });
}
