import { emulatorOptions } from "../../../tools/emulated-aws/options";

describe("emulatorOptions", () => {
  it("listens on port 5555 and starts moto by default", () => {
    expect(emulatorOptions([])).toEqual({ port: 5555 });
  });

  it("accepts a port and a running moto", () => {
    expect(emulatorOptions(["--port", "0", "--moto", "http://127.0.0.1:5000/"])).toEqual({
      port: 0,
      motoUrl: "http://127.0.0.1:5000",
    });
  });

  it.each(["x", "-1", "1.5", "65536"])("rejects the port %p with the rule", (port) => {
    expect(() => emulatorOptions([`--port=${port}`])).toThrow(
      `--port must be a whole number from 0 to 65535, got "${port}"`,
    );
  });

  it.each(["127.0.0.1:5000", "http://example.org:5000", "http://127.0.0.1", "https://127.0.0.1:5000"])(
    "refuses %s as moto",
    (url) => {
      expect(() => emulatorOptions(["--moto", url])).toThrow(
        `--moto must be a loopback URL with a port, got "${url}";`,
      );
    },
  );

  it("rejects an unknown option", () => {
    expect(() => emulatorOptions(["--prot", "1"])).toThrow(
      "Unknown option '--prot'; usage: npm run emulator -- [--port 5555] [--moto http://127.0.0.1:5000]",
    );
  });
});
