import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colorsFor } from "../../../src/cli/terminal/colors.ts";
import { commandLine, typedWord } from "../../../src/core/text/typed-word.ts";
import { typedCommand } from "../../../src/cli/terminal/typed-command.ts";
import { deliveryText } from "../../../src/cli/views/delivery-text.ts";

describe("colorsFor", () => {
  it("paints on terminals only, CI or not", () => {
    expect(colorsFor({ isTTY: true }, {}).isColorSupported).toBe(true);
    expect(colorsFor({ isTTY: false }, { CI: "true" }).isColorSupported).toBe(false);
    expect(colorsFor({ isTTY: true }, { TERM: "dumb" }).isColorSupported).toBe(false);
  });

  it("gives NO_COLOR the last word, then FORCE_COLOR", () => {
    expect(colorsFor({ isTTY: true }, { NO_COLOR: "1", FORCE_COLOR: "1" }).isColorSupported).toBe(false);
    expect(colorsFor({}, { FORCE_COLOR: "1" }).isColorSupported).toBe(true);
  });
});

describe("what is printed to type next", () => {
  it("is npx nightgrid when npm has called us", () => {
    expect(typedCommand({ npm_command: "exec" })).toBe("npx nightgrid");
    expect(typedCommand({})).toBe("nightgrid");
  });

  it("has words that begin with a dash behind the options, where they are none themselves", () => {
    const options = "--as A --from 2024-01-01";
    expect(commandLine("x fetch", ["tiingo", "A B"], options)).toBe(`x fetch tiingo 'A B' ${options}`);
    expect(commandLine("x fetch", ["tiingo", "-A", "B"], options)).toBe(`x fetch tiingo ${options} -- -A B`);
    expect(commandLine("x search", ["tiingo", "--help"])).toBe("x search tiingo -- --help");
  });

  it("quotes folders as a shell reads them", () => {
    expect(typedWord("my-project")).toBe("my-project");
    const word = fc.string({ minLength: 1, unit: fc.constantFrom("a", " ", "'", '"', "$", "\\", "`", "*") });
    fc.assert(
      fc.property(word, (text) => {
        const read = execFileSync("sh", ["-c", `printf %s ${typedWord(text)}`], { encoding: "utf8" });
        expect(read).toBe(text);
      }),
      { numRuns: 20 },
    );
  });
});

it("says once what became of a delivery", () => {
  expect(deliveryText("slack", "not_configured", "not configured: set SLACK_WEBHOOK_URL")).toBe(
    "slack: not configured: set SLACK_WEBHOOK_URL",
  );
  expect(deliveryText("email", "failed", "refused")).toBe("email: failed (refused)");
  expect(deliveryText("email", "pending", "busy")).toBe("email: will be tried again (busy)");
});
