import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import { isError, readPacket, requestsTls } from "./packets";

/** Codes of Node.js and OpenSSL for certificates. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_ERRORS =
  /ALTNAME|CERT|LEAF_SIGNATURE|^(HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

export interface VerifiedRelayProps {
  /** Local port that leads to the server. */
  readonly port: number;
  /** Name of the server. Its certificate must name it. */
  readonly host: string;
  /** Certificate authorities of the server, in PEM. */
  readonly authorities: string;
  /** Certificate and key that the client accepts, in PEM. */
  readonly certificate: string;
  readonly key: string;
  /** Milliseconds for each step of a login. @default 8000, less than the client's own limit */
  readonly limitMs?: number;
}

/** Why a connection through the relay failed. */
export interface RelayProblem {
  /** `closed`: no server answers. `untrusted`: the server's certificate is not valid for its name. */
  readonly kind: "closed" | "untrusted";
  /** One line. */
  readonly reason: string;
}

/**
 * A port for the client of a server behind a tunnel.
 *
 * The clients of MySQL compare the certificate with the name that they connect to, which is `localhost` for a tunnel. The relay
 * connects to the server with TLS itself, and compares the certificate with the server's name. Only then does it answer the client, with
 * a certificate that only this client accepts. The client's login is therefore never on an unverified connection.
 */
export class VerifiedRelay {
  /** Port on 127.0.0.1. */
  readonly port: number;
  private readonly props: VerifiedRelayProps;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private firstProblem: RelayProblem | undefined;

  private constructor(props: VerifiedRelayProps, server: Server) {
    this.props = props;
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (client) => void this.accept(client));
  }

  static async open(props: VerifiedRelayProps): Promise<VerifiedRelay> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return new VerifiedRelay(props, server);
  }

  /** The problem of the first connection that failed, or undefined. */
  get problem(): RelayProblem | undefined {
    return this.firstProblem;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  private async accept(client: Socket): Promise<void> {
    // The tunnel listens on `localhost`, which can be an IPv6 address.
    const upstream = connect({ port: this.props.port, host: "localhost" });
    const pair = [client, upstream];
    let left = false;
    for (const socket of pair) {
      this.sockets.add(socket.setNoDelay(true));
      socket.on("error", () => undefined);
      socket.once("close", () => {
        this.sockets.delete(socket);
        left ||= socket === client && !upstream.destroyed;
        for (const other of pair) {
          other.destroy();
        }
      });
    }
    try {
      await this.join(client, upstream);
    } catch (error) {
      // A client that leaves is not a problem of the server.
      if (!left) {
        const { code = "", message } = error as NodeJS.ErrnoException;
        const kind = CERTIFICATE_ERRORS.test(code) ? "untrusted" : "closed";
        this.firstProblem ??= { kind, reason: message.replace(/\s+/g, " ").trim() };
      }
      client.destroy();
    }
  }

  private async join(client: Socket, upstream: Socket): Promise<void> {
    const { host, authorities, certificate, key, limitMs = 8_000 } = this.props;
    const greeting = await readPacket(upstream, limitMs);
    if (greeting === undefined) {
      throw new Error("a closed connection");
    }
    client.write(greeting);
    if (isError(greeting)) {
      client.end();
      return;
    }
    const request = await readPacket(client, limitMs);
    if (request === undefined) {
      client.destroy();
      return;
    }
    if (!requestsTls(request)) {
      throw new Error("a client without TLS");
    }
    upstream.write(request);
    const server = await securely(connectTls({ socket: upstream, servername: host, ca: authorities }), limitMs);
    const secured = new TLSSocket(client, { isServer: true, cert: certificate, key, minVersion: "TLSv1.2" });
    secured.on("error", () => client.destroy());
    secured.pipe(server).pipe(secured);
  }
}

/** Waits until the certificate is verified. */
function securely(socket: TLSSocket, limitMs: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("no TLS in time")), limitMs);
    socket.once("secureConnect", () => {
      clearTimeout(limit);
      resolve(socket);
    });
    socket.on("error", (error) => {
      clearTimeout(limit);
      socket.destroy();
      reject(error);
    });
    socket.once("close", () => {
      clearTimeout(limit);
      reject(new Error("a closed connection"));
    });
  });
}
