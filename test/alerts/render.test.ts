import { describe, expect, it } from "vitest";
import { ALERT_KINDS } from "../../src/core/names/states.ts";
import type { AlertFacts } from "../../src/alerts/alert-facts.ts";
import { alertMessage, noticeMessage } from "../../src/alerts/message/compose-message.ts";
import { renderEmail } from "../../src/alerts/render/render-email.ts";
import { renderSlack } from "../../src/alerts/render/render-slack.ts";
import { renderTeams } from "../../src/alerts/render/render-teams.ts";
import { renderTerminal } from "../../src/alerts/render/render-terminal.ts";
import { renderWebhook } from "../../src/alerts/render/render-webhook.ts";
import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import { lowSharpe, MESSAGES, messageNamed, outcome, rules, withTearsheet } from "./support/messages.ts";
import { expectGolden } from "./support/expect-golden.ts";
import { factsWith, factsWithout, rule } from "./support/facts.ts";

/** The texts of all mrkdwn elements inside a payload. */
function mrkdwnOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value && value.type === "mrkdwn" && "text" in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnOf)];
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

it("has a golden message of every kind", () => {
  const kinds = new Set(Object.values(MESSAGES).map((message) => message.kind));
  expect(kinds).toEqual(new Set(ALERT_KINDS));
});

describe.each(Object.entries(MESSAGES))("the %s message", (name, message) => {
  it("is the golden Block Kit", () => {
    expectGolden(`${name}.slack.json`, `${JSON.stringify(renderSlack(message), null, 2)}\n`);
  });

  it("is the golden Adaptive Card", () => {
    expectGolden(`${name}.teams.json`, `${JSON.stringify(renderTeams(message), null, 2)}\n`);
  });

  it("is the golden webhook", () => {
    expectGolden(`${name}.webhook.json`, `${JSON.stringify(renderWebhook(message, "run/rule"), null, 2)}\n`);
  });

  it("is the golden mail", () => {
    const { subject, text, html } = renderEmail(message);
    expectGolden(`${name}.email.txt`, `Subject: ${subject}\n\n${text}`);
    expectGolden(`${name}.email.html`, html);
  });

  it("is the golden screen", () => {
    expectGolden(`${name}.terminal.txt`, `${renderTerminal(message, { colour: false })}\n`);
  });
});

/** The texts of a Slack message that start with a link. */
function linked(tearsheet: string): readonly string[] {
  const message = alertMessage("fired", outcome(lowSharpe), withTearsheet(tearsheet));
  return mrkdwnOf(renderSlack(message)).filter((text) => text.startsWith("<"));
}

describe("renderSlack", () => {
  it("leaves no mention, link or control character of a user's text alive", () => {
    const payload = renderSlack(messageNamed("hostile"));
    expect([payload.text, ...mrkdwnOf(payload)].filter((text) => /[<>]/.test(text))).toEqual([]);
    expect(payload.text).toContain("&lt;!channel&gt;");
    expect(textsOf(payload).filter((text) => /[\p{Cc}\u202e]/u.test(text.replaceAll("\n", "")))).toEqual([]);
  });

  it("stays within Slack's limits whatever the length of the texts", () => {
    const long = "&<>🎉".repeat(5_000);
    const facts = { ...sampleFacts(), run: { ...sampleFacts().run, dag: long, reason: long, tearsheet: `/${long}` } };
    const { blocks, text } = renderSlack(alertMessage("fired", outcome(rule("best.sharpe < 1", long)), facts));
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(text.length).toBeLessThanOrEqual(4_000);
    for (const block of blocks) {
      const limit = block["type"] === "header" ? 150 : 3_000;
      expect(Math.max(...textsOf(block).map((each) => each.length))).toBeLessThanOrEqual(limit);
      expect((block["fields"] as readonly unknown[] | undefined)?.length ?? 0).toBeLessThanOrEqual(10);
    }
    const cutInside = mrkdwnOf(blocks).filter((each) => each.replaceAll(/&(amp|lt|gt);/g, "").includes("&"));
    expect(cutInside).toEqual([]);
    expect(JSON.stringify(blocks).isWellFormed()).toBe(true);
  });

  it("shows the statistics that a rule reads, with their limits", () => {
    const both = rule("best.dsr < 0.95 || sweep.pbo > 0.5");
    const { rows } = alertMessage("fired", outcome(both), sampleFacts());
    expect(rows).toContainEqual({ label: "Deflated Sharpe", value: "41.00% (alert when < 95%)" });
    expect(rows).toContainEqual({ label: "Probability of overfitting", value: "36.00% (alert when > 50%)" });
    const unjudged = alertMessage("undecided", outcome(both), { ...sampleFacts(), judgement: null });
    expect(unjudged.rows).toContainEqual({
      label: "Deflated Sharpe",
      value: "undefined: not computed (alert when < 95%)",
    });
  });

  it("puts more rows than a section holds into a second one", () => {
    const message = alertMessage("fired", outcome(rule("best.win_rate < 1 && best.exposure < 2")), sampleFacts());
    const fields = renderSlack(message).blocks.map(
      (block) => (block["fields"] as readonly unknown[] | undefined)?.length,
    );
    expect(fields.filter((count) => count !== undefined)).toEqual([10, 2]);
  });

  it("links a web address and shows anything else as text", () => {
    expect(linked("https://a.example/x|y>z")).toEqual(["<https://a.example/x%7Cy%3Ez|Open the tearsheet>"]);
    expect(linked("javascript:alert(1)")).toEqual([]);
    expect(linked("/srv/tearsheet.html")).toEqual([]);
  });
});

describe("renderEmail", () => {
  it("writes a subject of one short line", () => {
    const { subject } = renderEmail(messageNamed("hostile"));
    expect(subject).not.toMatch(/[\r\n]/);
    const long = alertMessage("fired", outcome(rule("true", "x".repeat(1_000))), sampleFacts());
    expect(renderEmail(long).subject).toHaveLength(200);
  });

  it("escapes HTML in every value", () => {
    const { html } = renderEmail(messageNamed("hostile"));
    expect(html).toContain("&lt;!channel&gt;");
    expect(html).not.toContain("<!channel>");
    expect(html).not.toContain("<https:");
    expect(html).not.toContain('"quotes"');
  });

  it("says the same in both forms", () => {
    const message = messageNamed("fired");
    const { html, text } = renderEmail(message);
    const lines = message.rows.map(({ label, value }) => `${label}: ${value}`);
    expect(lines.filter((line) => !text.includes(line))).toEqual([]);
    const values = message.rows.map(({ value }) => value.replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
    expect(values.filter((value) => !html.includes(`>${value}</td>`))).toEqual([]);
  });
});

function rowValue(facts: AlertFacts, label: string, when = "best.sharpe < 0.5"): string | undefined {
  return alertMessage("fired", outcome(rule(when)), facts, rules).rows.find((row) => row.label === label)?.value;
}

describe("the rows of a message", () => {
  it("show each limit of the DAG beside its value", () => {
    expect(rowValue(sampleFacts(), "Sharpe")).toBe("0.21 (alert when < 0.5)");
    expect(rowValue(sampleFacts(), "Max drawdown")).toBe("32.11% (alert when > 20%)");
  });

  it("show a value near its limit with enough decimals to tell them apart", () => {
    expect(rowValue(factsWith({ sharpe: 0.49996 }), "Sharpe")).toBe("0.49996 (alert when < 0.5)");
  });

  it("show a metric that only the rule asks for", () => {
    expect(rowValue(sampleFacts(), "Win rate")).toBeUndefined();
    expect(rowValue(sampleFacts(), "Win rate", "0.5 > best.win_rate")).toBe("41.07%");
  });

  it("I10: name the reason of an undefined metric instead of a number", () => {
    expect(rowValue(factsWithout("sharpe", "no_trades"), "Sharpe")).toBe("undefined: no trades (alert when < 0.5)");
  });

  it("count the failed cells of all", () => {
    expect(rowValue(sampleFacts(), "Cells")).toBe("2 of 16 failed");
  });
});

describe("renderTeams", () => {
  it("leaves no link, mention or emphasis of a user's text alive", () => {
    const text = "[click](https://evil.example) <at>all</at> **bold** `code`\n- item\n1. one";
    const [{ content }] = renderTeams(
      noticeMessage({ title: text, text, severity: "info" }, sampleFacts()),
    ).attachments;
    const shown = textsOf(content["body"]).filter((each) => each.includes("evil"));
    expect(shown).toHaveLength(2);
    for (const each of shown) expect(each.replaceAll(/\\./g, "")).not.toMatch(/[*_[\]<>`]/);
    expect(shown[1]).toMatch(/^\\- item$/m);
    expect(shown[1]).toMatch(/^1\\?\. one$|^\\1\. one$/m);
  });

  it("stays within the 28 KB that Teams takes", () => {
    const long = "🎉*".repeat(5_000);
    const causes = Array.from({ length: 200 }, (_, cell) => ({ backtest: long, cells: 1, cell, message: long }));
    const facts = {
      ...sampleFacts(),
      causes,
      run: { ...sampleFacts().run, dag: long, reason: long, tearsheet: `/${long}` },
    };
    const card = renderTeams(alertMessage("fired", outcome(rule("best.sharpe < 1", long)), facts));
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
    expect(JSON.stringify(card).isWellFormed()).toBe(true);
  });
});
