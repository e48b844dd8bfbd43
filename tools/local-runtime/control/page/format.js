/** Numbers and times, as the page shows them. English, with a thin space as separator of thousands. */

/** @param {number} value */
export function count(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u2009");
}

/** A rate with one decimal place below 100. @param {number} value */
export function rate(value) {
  return value >= 100 ? count(value) : value.toFixed(1);
}

/** A share in percent. A share above zero is never shown as 0 %, and one below one never as 100 %. @param {number} share */
export function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 1) {
    return "<1\u00a0%";
  }
  return `${value > 99 && value < 100 ? 99 : Math.round(value)}\u00a0%`;
}

/** A duration in its largest unit. @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 1000) {
    return `${Math.max(0, Math.round(milliseconds))}\u00a0ms`;
  }
  const seconds = milliseconds / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)}\u00a0s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)}\u00a0s`;
  }
  if (seconds < 7200) {
    return `${Math.round(seconds / 60)}\u00a0min`;
  }
  return `${Math.round(seconds / 3600)}\u00a0h`;
}

/** Time of day with seconds, in the browser's time zone. @param {number} milliseconds since 1970 */
export function timeOfDay(milliseconds) {
  const date = new Date(milliseconds);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((value) => String(value).padStart(2, "0"))
    .join(":");
}

/** `1 write`, `2 writes`. @param {number} value @param {string} noun */
export function plural(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** `a, b and c`. @param {readonly string[]} names */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
