import type { Socket } from "node:net";

/** Bytes of a packet's header: length and sequence number. */
const HEADER = 4;
/** Bytes of the request for TLS, without the header. It is the first part of the client's login. */
const TLS_REQUEST = 32;
/** Bit of the capabilities for TLS. */
const TLS_BIT = 0x800;
/** A greeting and an error are far shorter. The limit keeps another kind of server from filling the memory. */
const LARGEST = 4096;

/**
 * Reads one packet of MySQL's protocol, with its header. Bytes after it stay in the socket.
 *
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
 *
 * @param limitMs milliseconds for the whole packet
 * @returns undefined when the other side closes the connection before
 * @throws Error for a packet that is too long or late, and for errors of the connection
 */
export function readPacket(socket: Socket, limitMs: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(limit);
      socket.off("readable", read).off("end", ended).off("close", ended).off("error", failed);
      finish();
    };
    const failed = (error: Error) => settle(() => reject(error));
    const ended = () => settle(() => resolve(undefined));
    const read = () => {
      const chunk: Buffer | null = socket.read();
      if (chunk === null) {
        return;
      }
      const length = chunk.length < HEADER ? HEADER : HEADER + chunk.readUIntLE(0, 3);
      if (length > LARGEST) {
        failed(new Error("no server of MySQL"));
      } else if (chunk.length < length) {
        socket.unshift(chunk);
      } else {
        settle(() => {
          if (chunk.length > length) {
            socket.unshift(chunk.subarray(length));
          }
          resolve(chunk.subarray(0, length));
        });
      }
    };
    const limit = setTimeout(() => failed(new Error("no answer in time")), limitMs);
    socket.on("readable", read).once("end", ended).once("close", ended).once("error", failed);
    read();
  });
}

/** Whether a client's first packet is a request for TLS. */
export function requestsTls(packet: Buffer): boolean {
  return packet.length === HEADER + TLS_REQUEST && (packet.readUInt32LE(HEADER) & TLS_BIT) !== 0;
}

/** Whether a server's first packet is an error instead of a greeting. */
export function isError(packet: Buffer): boolean {
  return packet[HEADER] === 0xff;
}
