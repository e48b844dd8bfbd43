"""Chooses versions of the tunnel secret by their labels, and writes them for swanctl. keys.sh calls it.

AWSCURRENT is in use. AWSPENDING is also accepted from the site. AWSPENDING with TIERRA_SWITCH is in use, until it fails once.
"""

import json
import os
import sys

FIELDS = {"psk": ["psk"], "certificate": ["certificate", "private_key", "ca"]}


def choose(labels, failed):
    """The version in use and the other accepted one, or "-"."""
    by_label = {label: version for version, all_labels in (labels or {}).items() for label in all_labels}
    current, pending = by_label.get("AWSCURRENT"), by_label.get("AWSPENDING")
    if current is None:
        sys.exit("error: the secret must have a current version, got none")
    if pending in (None, current):
        return current, "-"
    switched = by_label.get("TIERRA_SWITCH") == pending and pending != failed
    return (pending, current) if switched else (current, pending)


def read(path, kind):
    try:
        secret = json.load(open(path))
        missing = [key for key in FIELDS[kind] if not isinstance(secret.get(key), str) or not secret[key]]
    except (ValueError, AttributeError):
        raise ValueError("the secret must be a JSON object, got something else")
    if missing:
        raise ValueError("the secret must have the key %s" % missing[0])
    if kind == "psk" and len(secret["psk"]) < 32:
        raise ValueError("psk must have at least 32 characters, got %d" % len(secret["psk"]))
    return secret


def psk(name, owners, key):
    ids = "".join("    id-%d = %s\n" % pair for pair in enumerate(owners))
    # In hexadecimal, so that swanctl interprets no character of it.
    return "  ike-%s {\n%s    secret = 0x%s\n  }\n" % (name, ids, key.encode().hex())


def write(folder, kind, local_id, remote_id):
    path = lambda name: os.path.join(folder, name)
    secrets = {}
    for name in ("used", "other"):
        if name == "used" or os.path.exists(path("secret-other")):
            try:
                secrets[name] = read(path("secret-" + name), kind)
            except ValueError as error:
                if name == "used":
                    sys.exit("error: %s" % error)
                print("the other version of the secret is not accepted: %s" % error)
    text = "# The keys are in swanctl's folders.\n"
    if kind == "psk":
        # strongSwan authenticates itself with the secret that names both ends, and tries each secret of the other end.
        owners = {"used": [local_id, remote_id], "other": [remote_id]}
        text = "secrets {\n%s}\n" % "".join(psk(name, owners[name], it["psk"]) for name, it in secrets.items())
    else:
        files = {"certificate.pem": secrets["used"]["certificate"], "private_key.pem": secrets["used"]["private_key"]}
        for name in ("used", "other"):
            files["ca-%s.pem" % name] = secrets.get(name, secrets["used"])["ca"]
        for name, content in files.items():
            with open(path(name), "w") as file:
                file.write(content)
    with open(path("swanctl-secrets.conf"), "w") as file:
        file.write(text)


if sys.argv[1] == "choose":
    print(*choose(json.load(sys.stdin), sys.argv[2]))
else:
    write(*sys.argv[2:])
