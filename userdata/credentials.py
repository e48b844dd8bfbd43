"""Converts the answer of `secretsmanager get-secret-value` to a systemd environment file.

usage: credentials.py ANSWER ENVIRONMENT VERSION (paths). The script never prints a value of the secret.
"""

import json
import re
import sys

# Environment variable -> key of the secret, as NewsRead expects them. Some of its versions need MYSQL_ROOT_PASSWORD.
CONTRACT = {
    "SECRET_KEY": "secret_key",
    "API_KEY": "api_key",
    "MYSQL_DB": "dbname",
    "MYSQL_USER": "username",
    "MYSQL_HOST": "host",
    "MYSQL_PORT": "port",
    "DATABASE_PASSWORD": "password",
    "MYSQL_ROOT_PASSWORD": "password",
}
MAY_BE_EMPTY = {"api_key"}

# systemd silently drops these: control characters except tab and line feed, and text that is not valid UTF-8.
UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef]|[%s]" % "".join(
    chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
))


def parse(text, what):
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise SystemExit(f"error: {what} must be a JSON object, got something else")
    return value


def text_of(secret, key):
    if key not in secret:
        raise SystemExit(f"error: secret must have the key {key}, got {', '.join(sorted(secret)) or 'no key'}")
    value = secret[key]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or (value == "" and key not in MAY_BE_EMPTY):
        raise SystemExit(f"error: secret's {key} must be text that is not empty, got another value")
    if UNUSABLE.search(value):
        raise SystemExit(f"error: secret's {key} must hold no control character and be valid UTF-8, got some that is not")
    return value


def quoted(value):
    """Between double quotes, systemd unescapes only these four characters."""
    return '"' + re.sub(r'(["\\`$])', r"\\\1", value) + '"'


def main(answer_path, environment_path, version_path):
    with open(answer_path, encoding="utf-8", errors="surrogateescape") as file:
        answer = parse(file.read(), "the answer of Secrets Manager")
    if not answer.get("VersionId"):
        raise SystemExit("error: the answer of Secrets Manager must have a VersionId, got none")
    secret = parse(answer.get("SecretString") or "", "secret")
    lines = [f"{name}={quoted(text_of(secret, key))}\n" for name, key in CONTRACT.items()]
    with open(environment_path, "w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    with open(version_path, "w", encoding="utf-8") as file:
        file.write(str(answer["VersionId"]))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit("error: usage: credentials.py ANSWER ENVIRONMENT VERSION")
    try:
        main(*sys.argv[1:])
    except OSError as error:
        raise SystemExit(f"error: {error.filename or 'a file'} must be usable, got {error.strerror}")
