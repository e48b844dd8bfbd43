import type { Construct } from "constructs";
import { RandomPassword } from "../security/random-password";
import { Secret, type SecretProps } from "../security/secret";
import type { ReadableSecret } from "../security/secret-access";
import type { PolicyStatement } from "../shared/iam";

export interface TunnelSecretProps extends Omit<SecretProps, "description"> {
  /**
   * `certificate`: the secret starts empty, and an operator writes `{certificate, private_key, ca}`. `psk`: Secrets Manager
   * generates a pre-shared key, `{psk}`, that both ends know.
   *
   * @default "certificate"
   */
  readonly authentication?: TunnelAuthentication | undefined;
}

type TunnelAuthentication = "psk" | "certificate";

/** A tunnel secret that the VPN appliance reads. */
export interface ReadableTunnelSecret extends ReadableSecret {
  readonly authentication: TunnelAuthentication;
  /** Lets the appliance read the labels of the secret's versions, which order a rotation of the key. */
  labelStatements(): PolicyStatement[];
}

/** Characters of the pre-shared key. 64 random characters cannot be guessed. */
const KEY_LENGTH = 64;

const DESCRIPTIONS = {
  psk: "Pre-shared key of the VPN tunnel, {psk}. The VPN router on premises needs the same key",
  certificate: "Certificate of the VPN appliance, {certificate, private_key, ca}. An operator writes it",
};

/** The secret that authenticates the VPN appliance to the VPN router on premises. */
export class TunnelSecret extends Secret implements ReadableTunnelSecret {
  readonly authentication: TunnelAuthentication;

  constructor(scope: Construct, id: string, { authentication = "certificate", ...props }: TunnelSecretProps) {
    super(scope, id, { ...props, description: DESCRIPTIONS[authentication] });
    this.authentication = authentication;
    if (authentication === "psk") {
      this.put("seed", ["SEED"], { psk: new RandomPassword(this, "key", { length: KEY_LENGTH }).value });
    }
  }
  labelStatements(): PolicyStatement[] {
    return [{ sid: "ReadTunnelLabels", actions: ["secretsmanager:DescribeSecret"], resources: [this.arn] }];
  }
}
