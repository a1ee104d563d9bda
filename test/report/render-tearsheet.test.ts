import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderTearsheet } from "../../src/report/render-tearsheet.ts";
import type { TearsheetInput } from "../../src/report/tearsheet-input.ts";
import { accountOf, cellWith, fixedInput, metricsWith, rankedCell } from "./support/fixed-input.ts";
import { pageBody, pageText } from "./support/page-text.ts";
import { crossResult, holdResult, rankedCells, sampleInput, sp500Bars, walkBars } from "./support/sample-run.ts";

const GOLDEN = new URL("golden/tearsheet.html", import.meta.url);
const HOSTILE = `"><script>alert('x')</script>{{7*7}}&`;

describe("a tearsheet", () => {
  it("of a small fixed run is the golden page", () => {
    const body = pageBody(renderTearsheet(fixedInput()));
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, body);
    expect(body).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("says what was chosen out of how many, and from what", () => {
    const text = pageText(renderTearsheet(fixedInput()));
    expect(text).toContain("Best of 4 cells by Sharpe");
    expect(text).toContain("same-bar fill");
    expect(text).toContain("252 bars a year");
    expect(text).toContain("20200106_033000_a3f8b2c1");
    expect(text).toContain("a1".repeat(32));
  });

  it("shows a dash with the reason where a metric is undefined", () => {
    expect(renderTearsheet(fixedInput())).toContain('title="Undefined: there was no trade">–<');
  });
});

describe("the page needs and allows nothing from outside", () => {
  const html = renderTearsheet(fixedInput());

  it("names no address to load from", () => {
    const addresses = [...html.matchAll(/(?:src|href|url|action)\s*[=(]\s*["']?([^"')\s>]*)/g)].map(
      (match) => match[1],
    );
    expect(addresses).toEqual(["data:,"]);
    expect(html).not.toMatch(/@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it("has a content policy that allows exactly its own style sheet and script", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      ?.replaceAll("&#x27;", "'")
      .replaceAll("&#x3D;", "=");
    const hashOf = (tag: string) => {
      const text = new RegExp(`<${tag}>(.*)</${tag}>`, "s").exec(html)?.[1] ?? "";
      return createHash("sha256").update(text).digest("base64");
    };
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hashOf("style")}'`);
    expect(policy).toContain(`script-src 'sha256-${hashOf("script")}'`);
  });

  it("has no style attributes and no event handlers, which the policy would refuse", () => {
    expect(pageBody(html)).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
  });
});

describe("hostile strings", () => {
  const ranked = [
    rankedCell(0, { [HOSTILE]: HOSTILE, slow: 1 }, 1),
    rankedCell(1, { [HOSTILE]: "b", slow: 2 }, 0.5),
    rankedCell(2, { [HOSTILE]: "b", slow: 1 }, 0.4),
  ];
  const base = fixedInput();
  const html = renderTearsheet({
    ...base,
    run: { ...base.run, id: HOSTILE, dag: HOSTILE, description: HOSTILE },
    identity: { ...base.identity, yamlHash: HOSTILE, snapshot: HOSTILE, codeHash: HOSTILE },
    backtest: { ...base.backtest, name: HOSTILE, strategy: HOSTILE, symbols: [HOSTILE], timeframe: HOSTILE },
    best: base.best && { ...base.best, params: { [HOSTILE]: HOSTILE }, stamps: [HOSTILE] },
    axes: [HOSTILE, "slow"],
    ranked,
    tradesCsv: HOSTILE,
    backtests: [HOSTILE, "b"].map((name) => ({ name, strategy: HOSTILE, cells: 1, best: ranked[0] ?? null })),
  });

  it("stay text in every place", () => {
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain(`"><`.concat("script"));
    expect(html).toContain("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;");
    expect(html).not.toContain("49}}");
  });

  it("survive in the data of the script, which stays valid JSON", () => {
    const json = /<script type="application\/json" id="hover-data">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
    const data = JSON.parse(json) as { map: { x: { name: string; values: string[] } } };
    expect(data.map.x.name).toBe(HOSTILE);
    expect(data.map.x.values).toContain(HOSTILE);
  });
});

describe("every kind of run has a page without NaN, undefined or empty drawings", () => {
  const base = fixedInput();
  const failedCells = { total: 4, succeeded: 0, cached: 0, failed: 4 };
  const cases: Readonly<Record<string, TearsheetInput>> = {
    "no cell succeeded": { ...base, best: null, ranked: [], cells: failedCells },
    "no cell succeeded and no benchmark": { ...base, best: null, benchmark: null, ranked: [], cells: failedCells },
    "no benchmark": { ...base, benchmark: null },
    "no trades": { ...base, best: accountOf([1000, 1000, 1000]) },
    "no bars": { ...base, best: accountOf([]), benchmark: accountOf([]) },
    "one bar": { ...base, best: accountOf([1000]), benchmark: accountOf([1010]) },
    "two bars": { ...base, best: accountOf([1000, 990]), benchmark: accountOf([1010, 1020]) },
    "negative equity": { ...base, best: accountOf([1000, 400, -300, -300], { ...metricsWith({ total_trades: 1 }) }) },
    "zero equity": { ...base, best: accountOf([1000, 0, 0, 0]) },
    "huge equity": { ...base, best: accountOf([1e3, 1e150, 1e300]) },
    "tiny equity": { ...base, best: accountOf([1000, 1e-9, 1e-12]) },
    "a single backtest": { ...base, ranked: base.ranked.slice(0, 1), axes: [], cells: { ...base.cells, total: 1 } },
    "one axis": { ...base, axes: ["fast"] },
    "axes that do not vary": { ...base, axes: ["missing"] },
    "an objective that is undefined everywhere": {
      ...base,
      ranked: [rankedCell(0, { fast: 1, slow: 2 }, null), rankedCell(1, { fast: 2, slow: 2 }, null)],
    },
    "an objective of which less is better": {
      ...base,
      backtest: { ...base.backtest, objective: "max_drawdown" },
      ranked: [1, 2, 3].map((fast) => cellWith(fast, { fast }, { max_drawdown: fast / 10 })),
    },
    "parameters of mixed types": {
      ...base,
      ranked: [
        rankedCell(0, { fast: "x", slow: true }, 1),
        rankedCell(1, { fast: 2, slow: false }, 0.5),
        rankedCell(2, { fast: "y".repeat(200), slow: false }, 0.1),
      ],
    },
    "long names": {
      ...base,
      run: { ...base.run, dag: "d".repeat(300), description: "e".repeat(2000) },
      backtest: { ...base.backtest, symbols: Array.from({ length: 500 }, (_, index) => `SYM${index}`) },
    },
    "a benchmark over other bars": { ...base, benchmark: accountOf([1000, 1100, 1050]) },
  };

  it.each(Object.entries(cases))("%s", (_, input) => {
    const html = renderTearsheet(input);
    expect(pageBody(html)).not.toMatch(/NaN|Infinity|undefined|\[object| d=""/);
    expect(pageText(html)).not.toContain("null");
    expect(html).toContain("Run identity");
  });

  it("says so when no cell succeeded", () => {
    expect(pageText(renderTearsheet({ ...base, best: null, ranked: [], cells: failedCells }))).toContain(
      "No cell succeeded, so there is no curve to show.",
    );
  });

  it("says so when the account went bankrupt, and offers no logarithmic scale", () => {
    const html = renderTearsheet({ ...base, best: accountOf([1000, 400, -300]) });
    expect(pageText(html)).toContain("The account went bankrupt.");
    expect(pageBody(html)).not.toContain('value="log"');
  });
});

describe("a large run", () => {
  it("of 200,000 one-minute bars and 20,000 cells stays below 1.5 MB", () => {
    const bars = walkBars(200_000, 60_000);
    const ranked = Array.from({ length: 20_000 }, (_, cell) =>
      rankedCell(cell, { fast: cell % 141, slow: Math.floor(cell / 141) }, Math.sin(cell / 7) + 2 - cell / 10_000),
    );
    const html = renderTearsheet(
      sampleInput(bars, {
        best: crossResult(bars, { fast: 20, slow: 50 }),
        benchmark: holdResult(bars),
        ranked,
        cells: { total: 20_000, succeeded: 20_000, cached: 0, failed: 0 },
        tradesCsv: "trades.csv",
      }),
    );
    expect(Buffer.byteLength(html)).toBeLessThan(1_500_000);
    expect(pageText(html)).toMatch(/the newest 500 of [\d,]+; all of them are in trades.csv/);
  });

  it("renders to the same bytes every time", () => {
    const bars = sp500Bars(600);
    const input = sampleInput(bars, { ranked: rankedCells(bars, [5, 10], [20, 50]) });
    expect(renderTearsheet(input)).toBe(renderTearsheet(input));
  });
});
