/**
 * What a strategy wants at the close of each bar: 1 = yes, 0 = no. Every array has one element per bar.
 * The execution model decides when and at what price it is filled. Entry and exit of one side on one bar
 * cancel each other, and so do a long and a short entry. Without short arrays the short side mirrors
 * the long one: `exits` enter it, `entries` leave it.
 */
export interface Signals {
  readonly entries: Uint8Array;
  readonly exits: Uint8Array;
  readonly shortEntries?: Uint8Array;
  readonly shortExits?: Uint8Array;
}
