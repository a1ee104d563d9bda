/**
 * Prices, volumes and dividends outside of it are no market's: they are errors of a file, and the units, returns and
 * squares computed from them would leave the range of a double.
 */
export const SMALLEST_PRICE = 1e-30;
export const LARGEST_AMOUNT = 1e30;

/** Half a sentence on what is wrong with a price; null when nothing is. */
export function priceProblem(field: string, price: number): string | null {
  if (!(price > 0)) return `${field} is ${price}; prices are above zero`;
  if (price < SMALLEST_PRICE || price > LARGEST_AMOUNT) {
    return `${field} is ${price}; prices are between ${SMALLEST_PRICE} and ${LARGEST_AMOUNT}`;
  }
  return null;
}

/** The same for a volume or a dividend. */
export function amountProblem(field: string, amount: number): string | null {
  if (!(amount >= 0)) return `${field} is ${amount}; it cannot be below zero`;
  return amount > LARGEST_AMOUNT ? `${field} is ${amount}; it is ${LARGEST_AMOUNT} at most` : null;
}
