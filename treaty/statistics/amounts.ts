/** Amounts have at most four decimals: ten-thousandths are counted as whole numbers, so that no sum is off by a binary fraction. */
const DECIMALS = 4;
const SCALE = 10n ** BigInt(DECIMALS);

/** Sums by currency, in the order of the currencies. Amounts are decimal texts as `treaty/common/money.ts` has them; others are left out. */
export function addAmounts(amounts: readonly { amount: string; currency: string }[]): { currency: string; amount: string }[] {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of amounts) {
    const units = unitsOf(amount);
    if (units !== undefined) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  }
  return [...sums.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, units]) => ({ currency, amount: textOf(units) }));
}

function unitsOf(amount: string): bigint | undefined {
  const [, whole, fraction = ''] = /^(\d{1,18})(?:\.(\d{1,4}))?$/.exec(amount) ?? [];
  return whole === undefined ? undefined : BigInt(whole) * SCALE + BigInt(fraction.padEnd(DECIMALS, '0'));
}

function textOf(units: bigint): string {
  const fraction = String(units % SCALE)
    .padStart(DECIMALS, '0')
    .replace(/0{1,2}$/, '');
  return `${units / SCALE}.${fraction}`;
}
