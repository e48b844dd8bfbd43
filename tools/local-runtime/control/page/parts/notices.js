/** @import { RuntimeState } from "../../runtime-state" */
import { byId, html, patchList, setAttributes, setText } from "../dom.js";

/**
 * @typedef {object} Notice
 * @property {"bad" | "warn"} kind
 * @property {string} text
 * @property {boolean} [canBeClosed]
 */

/** Notices by subject, in the order in which they are shown. @type {Map<string, Notice | undefined>} */
const notices = new Map([
  ["fault", undefined],
  ["operation", undefined],
  ["connection", undefined],
]);

const LABELS = { bad: "Error", warn: "Refused" };

/**
 * Shows or removes a notice. The notices are above the page's lower edge, so that the content does not move.
 *
 * @param {string} subject
 * @param {Notice | undefined} notice
 */
export function setNotice(subject, notice) {
  notices.set(subject, notice);
  const shown = [...notices].flatMap(([key, value]) => (value ? [{ key, ...value }] : []));
  const container = byId("notices");
  patchList(container, shown, {
    key: ({ key }) => key,
    create: ({ key, canBeClosed }) => {
      const element = html("div", "notice");
      // A screen reader reads the text when it appears or changes.
      const text = html("p");
      text.setAttribute("role", "alert");
      element.append(html("strong"), text);
      if (canBeClosed) {
        const button = html("button", "close", "Close");
        button.setAttribute("type", "button");
        button.addEventListener("click", () => {
          setNotice(key, undefined);
          byId("content").focus({ preventScroll: true });
        });
        element.append(button);
      }
      return element;
    },
    update: (element, { kind, text }) => {
      setAttributes(element, { "data-kind": kind });
      setText(/** @type {Element} */ (element.children[0]), LABELS[kind]);
      setText(/** @type {Element} */ (element.children[1]), text);
    },
  });
  // Room below the content, so that no focused element is behind the notices.
  const height = shown.length === 0 ? 0 : container.offsetHeight + 16;
  document.documentElement.style.setProperty("--notices", `${height}px`);
}

/** @param {RuntimeState} state */
export function showNotices({ fault }) {
  setNotice(
    "fault",
    fault === undefined
      ? undefined
      : { kind: "bad", text: `The latest change of the files is not in use, the previous state runs on. ${fault}` },
  );
}
