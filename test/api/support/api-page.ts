import type { TObject } from "typebox";
import { ROUTES } from "../../../src/api/resources/routes.ts";
import type { Route } from "../../../src/api/routing/route.ts";

/** The part of docs/api.md that follows from the routes. */
export function apiListing(): string {
  const tags = [...new Set(ROUTES.map(({ tag }) => tag))];
  return tags
    .map((tag) =>
      sectionOf(
        tag,
        ROUTES.filter((route) => route.tag === tag),
      ),
    )
    .join("\n");
}

function sectionOf(tag: string, routes: readonly Route[]): string {
  const lines = routes.map(({ method, path, role, summary, query, body }) => {
    const keys = [...keysOf(query), ...keysOf(body as TObject | null).map((name) => `\`${name}\` in the body`)];
    return `| \`${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}\` | ${role === "none" ? "everybody" : role} | ${cell(summary)} | ${keys.join(", ")} |`;
  });
  return [`### ${tag}`, "", "| call | role | what | takes |", "|---|---|---|---|", ...lines, ""].join("\n");
}

function keysOf(schema: TObject | null): readonly string[] {
  return Object.keys(schema?.properties ?? {});
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
