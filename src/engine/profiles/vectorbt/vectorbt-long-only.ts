import { AT_CLOSE, AT_OPEN, reserveFills } from "../../fills/ledger.ts";
import { filledPrice } from "../../orders/order-costs.ts";
import { snappedSum } from "../../orders/snapped-sum.ts";
import { ENTER_LONG, EXIT_LONG } from "../../signals/event-list.ts";
import type { FillLongOnly } from "../execution-profile.ts";
import { isTooSmall } from "./vectorbt-orders.ts";

/** `vectorbtOrders` for plain cells. */
export const fillLongOnly: FillLongOnly = (rules, ledger, events, priced) => {
  const prices = rules.fillAtClose ? priced.close : priced.open;
  reserveFills(ledger, events.count);
  const { bars, actions } = events;
  const { bar: barOf, units: unitsOf, price: priceOf, rawPrice: rawPriceOf, fee: feeOf } = ledger;
  const { cash: cashOf, position, reason, moment: momentOf } = ledger;
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
    if (isEntry) {
      const spent = Math.min(cash, cash * positionSize);
      const value = snappedSum(spent, -commissionFixed) / (1 + commissionRate);
      change = value > 0 ? value / price : 0;
      if (isTooSmall(change)) {
        ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
        continue;
      }
      fee = spent - value;
      cash = snappedSum(cash, -spent);
    } else {
      change = -units;
      fee = units * price * commissionRate + commissionFixed;
      const gained = snappedSum(units * price, -fee);
      if (gained < 0) {
        ledger.rejections.push({ bar, order: "exit", reason: "no_cash" });
        continue;
      }
      cash += gained;
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
};
