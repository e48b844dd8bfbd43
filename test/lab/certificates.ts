import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `<name>.pem` and `<name>.key`: a certificate authority. */
export function makeAuthority(folder: string, name: string): void {
  openssl(
    folder,
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    [
      ...["-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.pem`],
      ...["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    ],
  );
}

/** `<host>.pem` and `<host>.key`: a certificate of that authority for one name, or for an IPv4 address. */
export function makeCertificate(folder: string, authority: string, host: string, usage = "serverAuth"): void {
  const extensions = join(folder, `${host}.ext`);
  writeFileSync(
    extensions,
    `subjectAltName=${/^[\d.]+$/.test(host) ? "IP" : "DNS"}:${host}\nextendedKeyUsage=${usage}\nkeyUsage=digitalSignature\n`,
  );
  openssl(
    folder,
    ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", `/CN=${host}`],
    [...["-keyout", `${host}.key`, "-out", `${host}.csr`]],
  );
  openssl(
    folder,
    ["x509", "-req", "-in", `${host}.csr`, "-CA", `${authority}.pem`, "-CAkey", `${authority}.key`],
    [...["-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", `${host}.pem`]],
  );
}

function openssl(cwd: string, first: readonly string[], rest: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", [...first, ...rest], { cwd, encoding: "utf8" });
  if (status !== 0 || !existsSync(cwd)) {
    throw new Error(`openssl ${first[0]}: ${stderr}`);
  }
}
