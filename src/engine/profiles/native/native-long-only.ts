import { AT_CLOSE, AT_OPEN, reserveFills } from "../../fills/ledger.ts";
import { affordableUnits, commission, filledPrice } from "../../orders/order-costs.ts";
import { snappedSum } from "../../orders/snapped-sum.ts";
import { ENTER_LONG, EXIT_LONG } from "../../signals/event-list.ts";
import type { FillLongOnly } from "../execution-profile.ts";

/** `nativeOrders` for plain cells. */
export const fillLongOnly: FillLongOnly = (rules, ledger, events, priced) => {
  const prices = rules.fillAtClose ? priced.close : priced.open;
  reserveFills(ledger, events.count);
  const { bars, actions } = events;
  const { bar: barOf, units: unitsOf, price: priceOf, rawPrice: rawPriceOf, fee: feeOf } = ledger;
  const { cash: cashOf, position, reason, moment: momentOf } = ledger;
  const moment = rules.fillAtClose ? AT_CLOSE : AT_OPEN;
  const { delay, positionSize } = rules;
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
    const change = isEntry ? affordableUnits(rules, cash * positionSize, price) : -units;
    if (change === 0) {
      ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
      continue;
    }
    const fee = commission(rules, change, price);
    cash = snappedSum(cash, -(change * price + fee));
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
