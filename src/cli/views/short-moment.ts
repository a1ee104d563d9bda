/** `2026-02-10 08:30:00Z` */
export function shortMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace("T", " ")}Z`;
}
