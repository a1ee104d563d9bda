const prices = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 7 });

/** Seven digits, whatever its size: coins cost from millionths on. */
export function formatPrice(price: number): string {
  return prices.format(price);
}
