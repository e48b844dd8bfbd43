/**
 * Limits of DynamoDB's numbers: up to 38 significant digits, magnitude from 1E-130 to 9.9…E+125.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const MOST_DIGITS = 38;
const LEAST_EXPONENT = -130;
const GREATEST_EXPONENT = 125;

/** Numbers with exponents in this range have plain notation, so that integers have no exponent. Others have scientific notation. */
const PLAIN_FROM = -7;
const PLAIN_BELOW = MOST_DIGITS;

/**
 * The canonical form of a decimal number. `1.50`, `15e-1` and `1.5` have the same form, so that a repeated answer is the same text.
 *
 * @param text a number in the notation of JSON or DynamoDB
 * @returns undefined when DynamoDB would round or refuse the number
 */
export function canonicalDecimal(text: string): string | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts) {
    return undefined;
  }
  const [, sign, whole = "", fraction = "", power = "0"] = parts;
  const written = `${whole}${fraction}`;
  const significant = written.replace(/^0+/, "");
  const digits = significant.replace(/0+$/, "");
  if (digits === "") {
    return "0";
  }
  const exponent = Number(power) + whole.length - (written.length - significant.length) - 1;
  if (digits.length > MOST_DIGITS || exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT) {
    return undefined;
  }
  return `${sign === "-" ? "-" : ""}${render(digits, exponent)}`;
}

function render(digits: string, exponent: number): string {
  if (exponent < PLAIN_FROM || exponent >= PLAIN_BELOW) {
    const fraction = digits.slice(1);
    return `${digits[0]}${fraction ? `.${fraction}` : ""}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  }
  if (exponent < 0) {
    return `0.${"0".repeat(-exponent - 1)}${digits}`;
  }
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return fraction ? `${whole}.${fraction}` : whole;
}
