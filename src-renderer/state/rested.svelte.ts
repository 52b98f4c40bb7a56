/** The newest value once it has stood still for `restMs`; null until then. Call it while a component starts. */
export function rested<Value>(
  value: () => Value | null,
  restMs: number,
): { readonly value: Value | null } {
  let settled = $state.raw<Value | null>(null);
  $effect(() => {
    const next = value();
    const timer = setTimeout(() => {
      settled = next;
    }, restMs);
    return () => clearTimeout(timer);
  });
  return {
    get value() {
      return settled;
    },
  };
}
