# shellcheck shell=bash
# The tunnel's secret, configuration and supervision. Other scripts source this file.

# Writes the secret to files on tmpfs. It is never in an argument, a variable or on a disk. A pre-shared key is written in
# hexadecimal, so that swanctl interprets no character of it. A subshell limits the umask to these files.
fetch_secret() (
  umask 077
  mkdir -p "$RUN_DIR"
  chmod 0700 "$RUN_DIR"
  retry 5 bounded 45 aws secretsmanager get-secret-value --secret-id "$TIERRA_SECRET_ARN" --version-stage AWSCURRENT \
    --query SecretString --output text >"$RUN_DIR/secret" || fail "the secret could not be read: $TIERRA_SECRET_ARN"
  python3 - "$RUN_DIR" "$TIERRA_AUTHENTICATION" "$TIERRA_LOCAL_ID" "$TIERRA_REMOTE_ID" <<'PYTHON' || fail "the secret is not usable"
import json, os, sys
folder, kind, *ids = sys.argv[1:]
try:
    secret = json.load(open(os.path.join(folder, "secret")))
    wanted = {"psk": ["psk"], "certificate": ["certificate", "private_key", "ca"]}[kind]
    missing = [key for key in wanted if not isinstance(secret.get(key), str) or not secret[key]]
except (ValueError, AttributeError):
    sys.exit("error: the secret must be a JSON object, got something else")
if missing:
    sys.exit("error: the secret must have the key %s" % missing[0])
if kind == "psk":
    if len(secret["psk"]) < 32:
        sys.exit("error: psk must have at least 32 characters, got %d" % len(secret["psk"]))
    text = "secrets {\n  ike-site {\n    id-1 = %s\n    id-2 = %s\n    secret = 0x%s\n  }\n}\n" % (*ids, secret["psk"].encode().hex())
else:
    for key in wanted:
        with open(os.path.join(folder, key + ".pem"), "w") as file:
            file.write(secret[key])
    text = "# The key is in swanctl's private folder.\n"
with open(os.path.join(folder, "swanctl-secrets.conf"), "w") as file:
    file.write(text)
PYTHON
  rm -f "$RUN_DIR/secret"
  # swanctl reads private keys from this folder only.
  mkdir -p "$ROOT/etc/swanctl/private"
  ln -sfn "$RUN_DIR/private_key.pem" "$ROOT/etc/swanctl/private/tierra.pem"
  [[ $TIERRA_AUTHENTICATION == certificate ]] || rm -f "$ROOT/etc/swanctl/private/tierra.pem"
)

authentication() {
  if [[ $TIERRA_AUTHENTICATION == certificate ]]; then
    printf '    local {\n      auth = pubkey\n      certs = %s/certificate.pem\n      id = %s\n    }\n' "$RUN_DIR" "$TIERRA_LOCAL_ID"
    printf '    remote {\n      auth = pubkey\n      cacerts = %s/ca.pem\n      id = %s\n    }\n' "$RUN_DIR" "$TIERRA_REMOTE_ID"
  else
    printf '    local {\n      auth = psk\n      id = %s\n    }\n' "$TIERRA_LOCAL_ID"
    printf '    remote {\n      auth = psk\n      id = %s\n    }\n' "$TIERRA_REMOTE_ID"
  fi
}

# AES-256-GCM with SHA-384 and P-384: the CNSA suite for IKEv2, https://www.rfc-editor.org/rfc/rfc9206. EC2 translates the public
# address, so ESP is always in UDP. A peer without an answer for about 20 s is down. strongSwan then retries without a limit.
configure_strongswan() {
  mkdir -p "$ROOT/etc/swanctl/conf.d" "$ROOT/etc/strongswan.d"
  cat >"$ROOT/etc/swanctl/conf.d/tierra.conf" <<CONF
include $RUN_DIR/swanctl-secrets.conf
connections {
  site {
    version = 2
    remote_addrs = $TIERRA_REMOTE_GATEWAY
    proposals = aes256gcm16-prfsha384-ecp384
    encap = yes
    mobike = no
    keyingtries = 0
    rekey_time = 4h
    dpd_delay = 10s
$(authentication)
    children {
      site {
        local_ts = $TIERRA_LOCAL_RANGES
        remote_ts = $TIERRA_REMOTE_RANGES
        esp_proposals = aes256gcm16-ecp384
        rekey_time = 1h
        start_action = start
        dpd_action = restart
        close_action = start
      }
    }
  }
}
CONF
  cat >"$ROOT/etc/strongswan.d/tierra.conf" <<CONF
charon {
  retransmit_timeout = 2.0
  retransmit_base = 1.4
  retransmit_tries = 4
  plugins {
    kernel-libipsec {
      load = $([[ ${TIERRA_ESP:-kernel} == user ]] && echo yes || echo no)
    }
  }
}
CONF
}

# Debian's AppArmor profile limits swanctl to /etc/swanctl. Without this line it cannot read the secret.
let_swanctl_read_secrets() {
  local profile="$ROOT/etc/apparmor.d/usr.sbin.swanctl"
  [[ -e $profile ]] || return 0
  mkdir -p "$ROOT/etc/apparmor.d/local"
  printf '%s/** r,\n' "$RUN_DIR" >"$ROOT/etc/apparmor.d/local/usr.sbin.swanctl"
  # Without AppArmor in the kernel, the profile cannot be loaded.
  aa-enabled --quiet 2>/dev/null || return 0
  bounded 60 apparmor_parser --replace "$profile"
}

start_services() {
  bounded 60 systemctl enable strongswan.service
  # This also loads connections and secrets: Debian's unit runs swanctl --load-all after the start.
  bounded 60 systemctl restart strongswan.service
}

# strongSwan retries a peer that is down, but not a peer that refused it. The site may get its key an hour after this host, and the
# tunnel must come up then.
keep_tunnel_up() {
  while true; do
    [[ $(bounded 20 swanctl --list-sas --child site 2>/dev/null) == *INSTALLED* ]] ||
      bounded 30 swanctl --initiate --child site --timeout 20 >/dev/null 2>&1 || log "the tunnel is down; next attempt in 10 s"
    sleep 10
  done
}
