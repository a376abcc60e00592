/** Remembers the last result of a costly pure function; arguments are compared by identity. */
export function once<A extends unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: { args: A; result: R } | null = null;
  return (...args: A): R => {
    if (!last?.args.every((arg, i) => arg === args[i])) last = { args, result: compute(...args) };
    return last.result;
  };
}
