/** @import { Kind } from "../status.js" */
import { html, setAttributes, setText, svg } from "../dom.js";

/** An icon and a text. The icon's shape differs by status, so that colour is never the only sign. */
export function badge() {
  const element = html("span", "badge");
  const icon = svg("svg", { class: "icon", "aria-hidden": "true" });
  icon.append(svg("use"));
  element.append(icon, html("span"));
  return element;
}

/**
 * @param {Element} element made by {@link badge}, or an element that shall contain one
 * @param {Kind} kind
 * @param {string} text
 */
export function setBadge(element, kind, text) {
  const target = element.classList.contains("badge")
    ? element
    : (element.firstElementChild ?? element.appendChild(badge()));
  setAttributes(target, { "data-status": kind });
  setAttributes(/** @type {Element} */ (target.querySelector("use")), { href: `#icon-${kind}` });
  setText(/** @type {Element} */ (target.lastElementChild), text);
}
