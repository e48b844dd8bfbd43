/**
 * Numbers of DynamoDB: up to 38 significant digits, magnitude from 1E-130 to 9.9…E+125.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const MOST_DIGITS = 38;
const LEAST_EXPONENT = -130;
const GREATEST_EXPONENT = 125;

/** Exponents between these are written out, so that every integer looks like one; others in scientific notation. */
const PLAIN_FROM = -7;
const PLAIN_BELOW = MOST_DIGITS;

/**
 * The one way a decimal number is written here, whatever way it came in: `1.50`, `15e-1` and `1.5` are the same item, and
 * an answer that is given twice is the same text twice.
 *
 * @param text a number as JSON or DynamoDB writes it
 * @returns undefined when DynamoDB would have to round or refuse it
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
