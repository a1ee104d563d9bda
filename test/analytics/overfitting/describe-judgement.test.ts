import { describe, expect, it } from "vitest";
import { describeJudgement, statisticsRecord } from "../../../src/analytics/overfitting/describe-judgement.ts";
import { FRAGILE_BELOW } from "../../../src/analytics/ranking/plateau-score.ts";
import { measured, unmeasured } from "../../../src/core/metrics/measured.ts";
import { judgementWith } from "../../support/judgement.ts";

describe("a judgement in one line", () => {
  it("says how many trials there were and what they make of the best", () => {
    expect(describeJudgement(judgementWith())).toBe("Best of 4,950 trials: DSR 0.66, PBO 0.47, plateau 0.81");
  });

  it("marks a fragile best cell from the limit on downwards", () => {
    const [below, at] = [FRAGILE_BELOW - 0.01, FRAGILE_BELOW].map((score) =>
      describeJudgement(judgementWith({ plateau_score: measured(score) })),
    );
    expect(below).toContain("plateau 0.49 (fragile: its neighbours do much worse)");
    expect(at).toMatch(/plateau 0\.50$/);
  });

  it("has a dash for what is undefined", () => {
    const judgement = judgementWith({ pbo: unmeasured("not_computed"), plateau_score: unmeasured("zero_variance") });
    expect(describeJudgement(judgement)).toBe("Best of 4,950 trials: DSR 0.66, PBO –, plateau –");
  });

  it("says why, where the reader could do something about it", () => {
    const judgement = judgementWith({ pbo: unmeasured("too_many_cells"), plateau_score: unmeasured("no_neighbours") });
    expect(describeJudgement(judgement)).toBe(
      "Best of 4,950 trials: DSR 0.66, PBO – (too many cells), plateau – (no neighbours)",
    );
  });

  it("says of a single cell what can be said of one", () => {
    const single = judgementWith({ pbo: unmeasured("too_few_cells"), trials: measured(1) });
    expect(describeJudgement(single)).toBe("A single cell (trials so far: 1): PSR 0.99");
  });
});

describe("a judgement as JSON", () => {
  it("is flat, with the reasons apart from the values", () => {
    const record = statisticsRecord(judgementWith({ pbo: unmeasured("too_few_cells") }));
    expect(record).toMatchObject({ dsr: 0.662, pbo: null, trials: 4950, fragile: false });
    expect(record.undefined).toEqual({ pbo: "too_few_cells" });
  });

  it("does not call a cell solid whose neighbours are unknown", () => {
    expect(statisticsRecord(judgementWith({ plateau_score: unmeasured("too_few_cells") })).fragile).toBeNull();
    expect(statisticsRecord(judgementWith({ plateau_score: measured(0.1) })).fragile).toBe(true);
  });
});
