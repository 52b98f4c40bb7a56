/**
 * A value once it has stood still for a while, so that dear questions wait until a drag has ended. The
 * first value counts at once. Call it while a component starts.
 */
export function rested<Value>(value: () => Value, milliseconds: number): { readonly value: Value } {
  let still = $state.raw(value());
  $effect(() => {
    const next = value();
    if (next === still) return undefined;
    const timer = setTimeout(() => {
      still = next;
    }, milliseconds);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return still;
    },
  };
}
