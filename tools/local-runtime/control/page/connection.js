/** @import { RuntimeState } from "../runtime-state" */
import { byId, setAttributes, setText } from "./dom.js";
import { setNotice } from "./parts/notices.js";

/** Milliseconds between two attempts, after the browser has given up. */
const RETRY_MS = 3000;

/**
 * Subscribes to the state. After a lost connection it tries again until the page is closed.
 *
 * @param {(state: RuntimeState) => void} show
 * @returns {{ isLive: () => boolean }}
 */
export function connect(show) {
  const badge = byId("connection");
  let isLive = false;

  /** @param {boolean} live */
  function setLive(live) {
    isLive = live;
    setText(badge, live ? "Live" : "Connection lost");
    setAttributes(badge, { "data-state": live ? "live" : "lost" });
    setAttributes(document.documentElement, { "data-connection": live ? "live" : "lost" });
    setNotice(
      "connection",
      live
        ? undefined
        : {
            kind: "bad",
            text: "Connection lost: the runtime has ended or starts anew. The page shows its last state and tries to connect again. After a new start, open the URL that npm start prints.",
          },
    );
  }

  function open() {
    const source = new EventSource("events");
    source.addEventListener("state", ({ data }) => {
      if (!isLive) {
        setLive(true);
      }
      show(JSON.parse(data));
    });
    source.addEventListener("error", () => {
      if (isLive || badge.getAttribute("data-state") === "waiting") {
        setLive(false);
      }
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(open, RETRY_MS);
      }
    });
  }

  open();
  return { isLive: () => isLive };
}
