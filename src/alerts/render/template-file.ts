import { readFileSync } from "node:fs";
import { compileTemplate, type Template, type TemplateOptions } from "../../core/templates/template.ts";

const TEMPLATES = new URL("../../../templates/", import.meta.url);

/**
 * A template of the package, read and checked when it is first filled in.
 *
 * @param name path below `templates/`
 * @throws AppError TEMPLATE_INVALID at the first use, when the file does not fit its sample
 */
export function templateFile(name: string, options: Omit<TemplateOptions, "name">): Template {
  let template: Template | null = null;
  return (view) => {
    template ??= compileTemplate(readFileSync(new URL(name, TEMPLATES), "utf8"), { ...options, name });
    return template(view);
  };
}
