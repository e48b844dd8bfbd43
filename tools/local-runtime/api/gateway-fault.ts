/** API Gateway answers a request itself. The type selects the gateway response. */
export class GatewayFault extends Error {
  override readonly name = "GatewayFault";
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
