import { expect, it } from "vitest";
import { daysIn, monthsBetween } from "../../ui/src/screens/data/month-span.ts";

it("months have the days of their calendar, so that a whole February is as full as a whole March", () => {
  expect(["2023-02", "2024-02", "2100-02", "2024-03", "2024-12"].map(daysIn)).toEqual([28, 29, 28, 31, 31]);
});

it("months follow each other over the ends of years", () => {
  expect(monthsBetween({ first: "2023-11", last: "2024-02" })).toEqual(["2023-11", "2023-12", "2024-01", "2024-02"]);
});
