import { type ConnectionProps, openVerified } from "../shared/verified-connection";
import type { Session } from "./core";

/** Opens a session over a verified connection. The session notices when the server closes it between two requests. */
export async function openSession(props: ConnectionProps): Promise<Session> {
  const connection = await openVerified(props);
  let lost = false;
  const lose = () => {
    lost = true;
  };
  // Without a listener, an error of an idle connection would end the process.
  connection.on("error", lose);
  connection.on("end", lose);
  return {
    async query(sql) {
      // Not a prepared statement, because that pins the client to one connection of the proxy.
      const [rows] = await connection.query(sql);
      return rows as Record<string, unknown>[];
    },
    destroy: () => connection.destroy(),
    get lost() {
      return lost;
    },
  };
}
