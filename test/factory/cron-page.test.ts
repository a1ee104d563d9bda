import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadText } from "./support/load-text.ts";

const page = readFileSync(new URL("../../docs/scheduling.md", import.meta.url), "utf8");
const block = "backtest: { strategy: sma_cross, data: { dataset: sp500 } }";

describe("FAULTS 7.4: what docs/scheduling.md promises of a cron", () => {
  it("is five fields, as the factory asks for", async () => {
    expect(/^\| `cron` \| (.*?) \|/m.exec(page)?.[1]).toMatch(/^five fields: [^6]*$/);
    const { spec } = await loadText(`id: x\nschedule: { cron: "30 3 * * 2-6", timezone: UTC }\n${block}`);
    expect(spec?.schedule).toMatchObject({ cron: "30 3 * * 2-6" });
  });

  it("and of six fields the message says which one to leave out", async () => {
    const { diagnostics } = await loadText(`id: x\nschedule: { cron: "0 30 3 * * 2-6", timezone: UTC }\n${block}`);
    expect(diagnostics).toMatchObject([
      { code: "SCHEDULE_INVALID", hint: "There are no seconds: leave out the first field." },
    ]);
  });
});
