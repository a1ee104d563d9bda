/** What one window earns out of sample. */
export interface OutOfSamplePart {
  /** Account value at the close of each bar of the part; of several cells, of equal shares. */
  readonly equity: Float64Array;
  /** Before its first bar. */
  readonly before: number;
  /** Of the bar before the part, as a fraction of the account, signed: what a carried position begins with. 0 for `reset`. */
  readonly exposureBefore: number;
  /** The same at its last bar. */
  readonly exposureAfter: number;
}

export interface JoinRequest {
  readonly parts: readonly OutOfSamplePart[];
  readonly capital: number;
  /** Whether a part begins at the bar after the end of the one before it. */
  readonly follows: readonly boolean[];
  /**
   * What it costs an account to change its exposure by so much at the close before a part; as a fraction of it.
   *
   * @param change signed, as a fraction of the account
   */
  readonly costOf: (part: number, change: number, account: number) => number;
  /** Positions cross the seams, and changes of them are paid; else each part begins and ends as its backtest does. */
  readonly isCarried: boolean;
}

export interface JoinedAccount {
  /** The returns of all parts one after another: the record that a trader would have had. */
  readonly returns: Float64Array;
  /** The account, of all parts one after another. */
  readonly equity: Float64Array;
  /** What was paid at the seam before each part, as a fraction of the account. */
  readonly seamCosts: readonly number[];
}

/**
 * Joins out-of-sample parts into one account, which compounds. Carried: at the close of the bar before a part the account turns
 * from the exposure of the last cell to that of the next one, and pays for the change; where parts do not follow each other,
 * it goes out of the market in between. An account that is lost stays at 0.
 */
export function joinParts({ parts, capital, follows, costOf, isCarried }: JoinRequest): JoinedAccount {
  const bars = parts.reduce((sum, { equity }) => sum + equity.length, 0);
  const [returns, equity] = [new Float64Array(bars), new Float64Array(bars)];
  const seamCosts: number[] = [];
  let account = capital;
  let exposure = 0;
  let at = 0;
  for (const [number, part] of parts.entries()) {
    const isOut = isCarried && number > 0 && follows[number] !== true && exposure !== 0;
    const outCost = isOut ? costOf(number, -exposure, account) : 0;
    if (isOut) exposure = 0;
    const change = isCarried ? part.exposureBefore - exposure : 0;
    const inCost = change === 0 ? 0 : costOf(number, change, account * (1 - outCost));
    const kept = Math.max(0, (1 - outCost) * (1 - inCost));
    seamCosts.push(1 - kept);
    let before = part.before;
    for (let bar = 0; bar < part.equity.length; bar++) {
      const now = part.equity[bar] ?? 0;
      const growth = (before > 0 ? Math.max(0, now / before) : 0) * (bar === 0 ? kept : 1);
      returns[at] = account > 0 ? growth - 1 : 0;
      account *= growth;
      equity[at] = account;
      before = now;
      at += 1;
    }
    exposure = part.exposureAfter;
  }
  return { returns, equity, seamCosts };
}
