import { readFileSync } from "node:fs";
import { Type } from "typebox";
import { AppError } from "../../core/errors/app-error.ts";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { bytes } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";

/** What problems point to: the page about their code. */
export const ERROR_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/errors/:code",
    id: "explainError",
    summary: "What a code of a problem means, and what to do.",
    tag: "about",
    role: "none",
    params: { code: Type.String({ maxLength: 100, description: "the code" }) },
    answers: { 200: { description: "as in docs/errors.md", media: ["text/markdown"] } },
    handle: async ({ params: { code } }) => bytes("text/markdown; charset=utf-8", sectionOf(code)),
  }),
];

let sections: ReadonlyMap<string, string> | undefined;

function sectionOf(code: string): string {
  sections ??= readSections();
  const text = sections.get(code);
  if (text !== undefined) return text;
  throw new AppError("ROUTE_NOT_FOUND", `There is no error code "${code}"`, {
    hint: suggestName(code, ERROR_CODES, { otherwise: "docs/errors.md lists them." }),
  });
}

function readSections(): ReadonlyMap<string, string> {
  const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  const parts = page.split(/^### /m).slice(1);
  return new Map([
    ...parts.map((part) => [part.slice(0, part.indexOf("\n")), `# ${part}`] as const),
    ["UNEXPECTED", "# UNEXPECTED\n\nA bug in Nightgrid. The log of the service has it, under the request id.\n"],
  ]);
}
