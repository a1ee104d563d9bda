import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Command } from "commander";
import { EXIT } from "../../src/contract/exit-codes.ts";
import { createProgram } from "../../src/cli/program.ts";

const page = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
const commands = createProgram().commands;

it("docs/cli.md has a heading for every command, and no other", () => {
  const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  expect(new Set(headings)).toEqual(new Set(commands.map((command) => command.name())));
});

it.each(commands.map((command) => [command.name(), command] as const))(
  "docs/cli.md names every option of %s",
  (_, command) => {
    const missing = optionsOf(command).filter((flags) => !page.includes(flags));
    expect(missing).toEqual([]);
  },
);

it("docs/cli.md lists every exit code", () => {
  for (const code of Object.values(EXIT)) expect(page).toContain(`| ${code} |`);
});

function optionsOf(command: Command): readonly string[] {
  const own = command.options.map((option) => option.flags);
  return [...own, ...command.commands.flatMap(optionsOf)];
}
