import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";

/** LONG_PASSWORD, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH; and TLS. MySQL internals, "Capabilities Flags". */
const CAPABILITIES = 0x1 | 0x200 | 0x2000 | 0x8000 | 0x80000;
const SSL = 0x800;
/** Bytes of a packet's header, and of the request for TLS, which is the first part of the client's answer. */
const HEADER = 4;
const SSL_REQUEST = HEADER + 32;

/**
 * The login phase of a MySQL server that requests the password in clear text, as RDS Proxy requests a token. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
 */
export class TokenServer {
  /** Passwords that clients have sent, without the final zero byte. */
  readonly received: string[] = [];
  /** Resolves when a client has disconnected. */
  readonly left: Promise<unknown>;
  private readonly server: Server;

  /** @param tls PEM. Without it the server offers no TLS. `silent` offers TLS and then stays silent. */
  constructor(tls?: { readonly cert: string; readonly key: string } | "silent") {
    let leave: (value?: unknown) => void;
    this.left = new Promise((resolve) => {
      leave = resolve;
    });
    this.server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("close", () => leave());
      socket.write(packet(0, greeting(tls ? CAPABILITIES | SSL : CAPABILITIES)));
      if (tls === "silent") {
        socket.resume();
      } else if (tls) {
        this.secure(socket, tls);
      } else {
        socket.on("data", (chunk: Buffer) => this.received.push(chunk.toString("latin1")));
      }
    });
  }

  async listen(): Promise<number> {
    this.server.listen(0, "127.0.0.1");
    await new Promise((resolve) => this.server.once("listening", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
  }

  /** The client may send the request for TLS and the first TLS record in one chunk. */
  private secure(socket: Socket, tls: { readonly cert: string; readonly key: string }): void {
    let before = SSL_REQUEST;
    const rest = new Duplex({ read: () => undefined, write: (chunk, _, done) => void socket.write(chunk, done) });
    rest.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      if (chunk.length > before) {
        rest.push(chunk.subarray(before));
      }
      before = Math.max(0, before - chunk.length);
    });
    const secured = new TLSSocket(rest, { isServer: true, ...tls });
    secured.on("error", () => undefined);
    secured.once("data", () => {
      secured.write(packet(3, Buffer.from("\xfemysql_clear_password\0", "latin1")));
      secured.once("data", (chunk: Buffer) => {
        this.received.push(chunk.subarray(HEADER).toString().replace(/\0$/, ""));
        secured.write(packet(5, Buffer.from([0, 0, 0, 2, 0, 0, 0])));
      });
    });
  }
}

function greeting(capabilities: number): Buffer {
  const fixed = Buffer.alloc(1 + 2 + 2 + 1 + 10);
  fixed.writeUInt8(45, 0);
  fixed.writeUInt16LE(2, 1);
  fixed.writeUInt16LE(capabilities >>> 16, 3);
  fixed.writeUInt8(21, 5);
  const lower = Buffer.alloc(2);
  lower.writeUInt16LE(capabilities & 0xffff);
  return Buffer.concat([
    Buffer.from("\x0a8.0.28\0\x01\0\0\0abcdefgh\0", "latin1"),
    lower,
    fixed,
    Buffer.from("abcdefghijkl\0mysql_native_password\0", "latin1"),
  ]);
}

function packet(number: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUIntLE(payload.length, 0, 3);
  header.writeUInt8(number, 3);
  return Buffer.concat([header, payload]);
}
