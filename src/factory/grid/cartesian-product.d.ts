/** All combinations, the last list fastest; eager. A list must not be empty. */
declare module "cartesian-product" {
  export default function product<T>(lists: readonly (readonly T[])[]): T[][];
}
