/** An inclusive range, as the address has it: `brush.sharpe=0.5..1.2`; an end that is missing is open. */
export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

export function limitsOf(text: string | null): Limits | null {
  const found = /^(-?[\d.e+-]*)\.\.(-?[\d.e+-]*)$/i.exec(text ?? "");
  if (found === null) return null;
  const limits = { low: numberIn(found[1]), high: numberIn(found[2]) };
  return limits.low === null && limits.high === null ? null : limits;
}

/** The number that was written; null for nothing and for what is none. */
export function numberIn(text: string | undefined): number | null {
  return text === undefined || text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text);
}

export function limitsText({ low, high }: Limits): string {
  return low === null && high === null ? "" : `${low ?? ""}..${high ?? ""}`;
}
