import { features } from "./actions";
import { Gateway } from "./gateway";
import { MotoServer, waitForMoto } from "./moto";

export interface EmulatorProps {
  /** Loopback port; 0 takes any free one. @default 0 */
  readonly port?: number;
  /** A moto that already runs, e.g. `http://127.0.0.1:5000`. @default one is started */
  readonly motoUrl?: string;
  /** The command that serves moto. @default moto_server */
  readonly motoCommand?: string;
  /** @default silent */
  readonly log?: (line: string) => void;
}

/** A running emulated AWS. */
export interface Emulator {
  /** Value for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Stops the gateway, and moto if it was started here. A second call does nothing. */
  stop(): Promise<void>;
  /** Deletes every resource of every account. */
  reset(): Promise<void>;
}

export async function startEmulator(props: EmulatorProps = {}): Promise<Emulator> {
  const { port = 0, motoUrl, motoCommand, log = () => {} } = props;
  const moto = motoUrl === undefined ? await startMoto(log, motoCommand) : undefined;
  const upstream = moto?.url ?? motoUrl ?? "";
  const gateway = new Gateway({ motoUrl: upstream, features, log });

  const stop = async () => {
    await gateway.close();
    await moto?.stop();
  };
  try {
    if (moto === undefined) {
      await waitForMoto(upstream, { log, timeoutSeconds: 10 });
    }
    const url = `http://127.0.0.1:${await gateway.listen(port)}`;
    const reset = async () => {
      const answer = await fetch(`${url}/moto-api/reset`, { method: "POST" });
      if (!answer.ok) {
        throw new Error(`reset failed: HTTP ${answer.status}`);
      }
    };
    return { url, stop, reset };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startMoto(log: (line: string) => void, command: string | undefined): Promise<MotoServer> {
  return MotoServer.start(command === undefined ? { log } : { log, command });
}
