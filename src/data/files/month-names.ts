/** Whose names of months mean one month each, whichever of these languages they are read in. */
const LANGUAGES = ["en-US", "en-GB", "de", "de-AT", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl"];
const WIDTHS = ["long", "short"] as const;

/** 1 … 12, by name: whole or cut as the languages cut it, with or without a point. */
const MONTHS: ReadonlyMap<string, number> = new Map(
  LANGUAGES.flatMap((language) =>
    WIDTHS.flatMap((month) => {
      const alone = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
      const inDate = new Intl.DateTimeFormat(language, { day: "numeric", month, timeZone: "UTC" });
      return Array.from({ length: 12 }, (_, index) => index).flatMap((index) => {
        const moment = Date.UTC(2023, index, 1);
        const part = inDate.formatToParts(moment).find(({ type }) => type === "month")?.value ?? "";
        return [alone.format(moment), part].map((name): [string, number] => [plain(name), index + 1]);
      });
    }),
  ),
);

/** @returns 1 … 12; null for what is no name of a month */
export function monthNamed(name: string): number | null {
  return MONTHS.get(plain(name)) ?? null;
}

function plain(name: string): string {
  return name.normalize("NFC").toLowerCase().replace(/\.$/, "");
}
