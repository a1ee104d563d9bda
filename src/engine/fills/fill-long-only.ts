import type { Bars } from "../bars.ts";
import { ENTER_LONG, type EventList, EXIT_LONG } from "../signals/event-list.ts";
import { hasCarry } from "./carry.ts";
import { AT_CLOSE, AT_OPEN, type Ledger, reserveFills } from "./ledger.ts";
import { affordableUnits, commission, filledPrice } from "../orders/order-costs.ts";
import { snappedSum } from "../orders/snapped-sum.ts";
import { isTooSmall } from "../orders/vectorbt-orders.ts";
import type { TradingRules } from "./trading-rules.ts";

/**
 * `fillEvents` for the most usual of cells: long only, and left on a signal alone. The same arithmetic in the same
 * order as `nativeOrders` and `vectorbtOrders`, as one loop over local variables, which takes a third of the time.
 * A test holds both to the same bits.
 *
 * @returns false when the cell is not of that kind: then the ledger is as useless as it was empty
 */
export function fillLongOnly(rules: TradingRules, ledger: Ledger, events: EventList, priced: Bars): boolean {
  if (!isPlain(rules) || hasCarry(rules, priced, false)) return false;
  const prices = rules.fillAtClose ? priced.close : priced.open;
  reserveFills(ledger, events.count);
  const { bars, actions } = events;
  const { bar: barOf, units: unitsOf, price: priceOf, rawPrice: rawPriceOf, fee: feeOf } = ledger;
  const { cash: cashOf, position, reason, moment: momentOf } = ledger;
  const isVectorbt = rules.profile === "vectorbt";
  const moment = rules.fillAtClose ? AT_CLOSE : AT_OPEN;
  const { delay, positionSize, commissionRate, commissionFixed } = rules;
  let cash = rules.initialCapital;
  let units = 0;
  let row = 0;
  for (let k = 0; k < events.count; k++) {
    const bar = (bars[k] ?? 0) + delay;
    if (bar >= prices.length) break;
    const isEntry = units === 0;
    if (((actions[k] ?? 0) & (ENTER_LONG | EXIT_LONG)) !== (isEntry ? ENTER_LONG : EXIT_LONG)) continue;
    const rawPrice = prices[bar] ?? Number.NaN;
    if (!(rawPrice > 0)) return false;
    const price = filledPrice(rules, rawPrice, isEntry);
    let fee: number;
    let change: number;
    if (isVectorbt && isEntry) {
      const spent = Math.min(cash, cash * positionSize);
      const value = snappedSum(spent, -commissionFixed) / (1 + commissionRate);
      change = value > 0 ? value / price : 0;
      if (isTooSmall(change)) {
        ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
        continue;
      }
      fee = spent - value;
      cash = snappedSum(cash, -spent);
    } else if (isVectorbt) {
      change = -units;
      fee = units * price * commissionRate + commissionFixed;
      const gained = snappedSum(units * price, -fee);
      if (gained < 0) {
        ledger.rejections.push({ bar, order: "exit", reason: "no_cash" });
        continue;
      }
      cash += gained;
    } else {
      change = isEntry ? affordableUnits(rules, cash * positionSize, price) : -units;
      if (change === 0) {
        ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
        continue;
      }
      fee = commission(rules, change, price);
      cash = snappedSum(cash, -(change * price + fee));
    }
    units = isEntry ? change : 0;
    barOf[row] = bar;
    unitsOf[row] = change;
    priceOf[row] = price;
    rawPriceOf[row] = rawPrice;
    feeOf[row] = fee;
    cashOf[row] = cash;
    position[row] = units;
    reason[row] = 0;
    momentOf[row] = moment;
    row++;
  }
  ledger.count = row;
  return true;
}

/** Whether nothing but a signal can change the position, and every signal is filled in full. */
function isPlain(rules: TradingRules): boolean {
  const { stops, maxHolding, cooldown, orderUnits, orderCash } = rules;
  const { maxSinglePositionVar, maxPortfolioVar, volatilityPerBar } = rules;
  const mostOf = Math.min(maxHolding, orderUnits, orderCash, maxSinglePositionVar, maxPortfolioVar, volatilityPerBar);
  return (
    rules.profile !== "backtesting.py" &&
    rules.direction === "long" &&
    rules.lotSize === 0 &&
    rules.fillProbability === 1 &&
    stops === null &&
    cooldown === 0 &&
    mostOf === Number.POSITIVE_INFINITY &&
    !rules.closeAtEnd
  );
}
