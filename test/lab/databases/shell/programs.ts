import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How the fake plugin behaves. Read from the variable PLUGIN. */
export type PluginMode = "forwards" | "silent" | "dies" | "stubborn" | "unreachable";

/**
 * `aws ssm start-session` as the AWS CLI does it: it asks for the plugin's version, ignores SIGINT while the plugin runs, and takes its
 * exit code. With PLUGIN=refused, Systems Manager refuses the session.
 */
const AWS = `
const { execFileSync, spawn } = require("node:child_process");
const { appendFileSync } = require("node:fs");
appendFileSync(process.env.PROGRAM_LOG, "aws " + JSON.stringify(process.argv.slice(2)) + "\\n");
if (process.env.PLUGIN === "refused") {
  process.stderr.write("\\nAn error occurred (TargetNotConnected) when calling the StartSession operation: i-00000001 is not connected.\\n");
  process.exit(254);
}
process.on("SIGINT", () => undefined);
execFileSync("session-manager-plugin", ["--version"]);
process.stdout.write("\\nStarting session with SessionId: session-1\\n");
spawn("session-manager-plugin", process.argv.slice(2), { stdio: "inherit" }).once("exit", (code) => process.exit(code ?? 1));
`;

/** The plugin of Session Manager: forwards a port of its choice to FORWARD_TO, and ends the session at SIGINT. */
const PLUGIN = `
const { connect, createServer } = require("node:net");
const { appendFileSync } = require("node:fs");
if (process.argv[2] === "--version") {
  console.log("1.2.707.0");
  process.exit(0);
}
const note = (text) => appendFileSync(process.env.PROGRAM_LOG, text + "\\n");
const mode = process.env.PLUGIN;
note("plugin " + process.pid);
process.on("SIGINT", () => {
  if (mode !== "stubborn") {
    note("plugin ended the session");
    process.exit(0);
  }
});
if (mode === "silent") {
  setInterval(() => undefined, 1000);
} else {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (mode === "unreachable") {
      console.log("Connection to destination port failed, check SSM Agent logs.");
      socket.end();
      return;
    }
    const upstream = connect(Number(process.env.FORWARD_TO), "127.0.0.1");
    upstream.on("error", () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
    if (mode === "dies") {
      setTimeout(() => { console.log("Session timed out"); process.exit(1); }, 1500);
    }
  });
  server.listen(0, "localhost", () => {
    console.log("Port " + server.address().port + " opened for sessionId session-1.\\nWaiting for connections...");
  });
}
`;

/**
 * The client with a server that accepts its token: RDS compares the token with the caller's permissions, so the server's password
 * becomes the token first. Notes the token and its process, then becomes the real client.
 */
const CLIENT = `#!/bin/bash
if [ "$1" != --version ]; then
  [ -n "$NO_USER" ] || env -u MYSQL_PWD "$REAL_CLIENT" --no-defaults --socket="$SERVER_SOCKET" --user=root \\
    --execute="CREATE OR REPLACE USER $SERVER_USER@'%' IDENTIFIED BY '$MYSQL_PWD' REQUIRE SSL"
  printf '%s\\n' "$$" "$MYSQL_PWD" >"$CLIENT_NOTE"
fi
exec -a mariadb "$REAL_CLIENT" "$@"
`;

/** Writes the programs into a folder for PATH. */
export function writePrograms(folder: string, names: readonly ("aws" | "session-manager-plugin" | "mariadb")[]): void {
  mkdirSync(folder, { recursive: true });
  const sources = {
    aws: `#!${process.execPath}\n${AWS}`,
    "session-manager-plugin": `#!${process.execPath}\n${PLUGIN}`,
    mariadb: CLIENT,
  };
  for (const name of names) {
    writeFileSync(join(folder, name), sources[name]);
    chmodSync(join(folder, name), 0o755);
  }
}
