import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Command } from "commander";
import { EXIT } from "../../src/contract/exit-codes.ts";
import { PRINTED_BY } from "../../src/contract/documents.ts";
import { createProgram } from "../../src/cli/program.ts";

const page = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8");
const commands = createProgram({ serveApi: () => Promise.reject(new Error("Nothing is served here")) }).commands;

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

it("every command that takes --json prints documents of the contract", () => {
  const printing = Object.entries(PRINTED_BY).flatMap(([name, by]) => (name === "failure" ? [] : by));
  expect(new Set(printing.map((command) => command.replace(/ -.*/, "")))).toEqual(
    new Set(commands.flatMap((command) => jsonCommands(command, ""))),
  );
});

it("docs/cli.md lists every exit code", () => {
  for (const code of Object.values(EXIT)) expect(page).toContain(`| ${code} |`);
});

function optionsOf(command: Command): readonly string[] {
  const own = command.options.filter(({ hidden }) => !hidden).map((option) => option.flags);
  return [...own, ...command.commands.flatMap(optionsOf)];
}

function jsonCommands(command: Command, before: string): readonly string[] {
  const name = `${before}${command.name()}`;
  const own = command.options.some(({ long }) => long === "--json") ? [name] : [];
  return [...own, ...command.commands.flatMap((each) => jsonCommands(each, `${name} `))];
}
