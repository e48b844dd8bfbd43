#!/usr/bin/env bash
# Turns a bare Debian 12 instance into the VPN appliance: one IKEv2 tunnel by strongSwan, forwarding, clamped TCP segments.
# Runs at every boot, since the secret lives on tmpfs alone; a second run changes nothing but what the secret changed.
set -euo pipefail

# shellcheck source=userdata/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PACKAGES=(
  charon-systemd strongswan-swanctl # IKE daemon under systemd, and what configures it
  libcharon-extra-plugins           # ESP in user space, for kernels without it
  libstrongswan-standard-plugins    # AES-GCM
  nftables python3 awscli
  unattended-upgrades # an address of the internet's, hence patches without being asked
)

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  retry 3 bounded 300 apt-get update -qq
  retry 3 bounded 600 apt-get install -y -qq --no-install-recommends "${PACKAGES[@]}"
}

# Traffic comes in by the interface that it leaves by: redirects would tell hosts to bypass the tunnel, strict reverse-path checks
# would drop what the tunnel brings.
enable_forwarding() {
  mkdir -p "$ROOT/etc/sysctl.d"
  cat >"$ROOT/etc/sysctl.d/90-tierra-vpn.conf" <<'CONF'
net.ipv4.ip_forward = 1
net.ipv4.conf.all.rp_filter = 2
net.ipv4.conf.default.rp_filter = 2
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.send_redirects = 0
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.default.accept_redirects = 0
CONF
  bounded 20 sysctl -q -p "$ROOT/etc/sysctl.d/90-tierra-vpn.conf"
}

# Forwards between the two sides and nothing else. Segments are clamped because hosts believe in the VPC's 9001 bytes or Direct
# Connect's 1500, and ESP in UDP takes up to 80 of those away: https://docs.aws.amazon.com/vpn/latest/s2svpn/your-cgw.html
forward_only_the_tunnel() {
  local local_ranges=${TIERRA_LOCAL_RANGES//,/, } remote_ranges=${TIERRA_REMOTE_RANGES//,/, }
  cat >"$ROOT/etc/nftables.conf" <<CONF
#!/usr/sbin/nft -f
table inet tierra
delete table inet tierra
table inet tierra {
  chain forward {
    type filter hook forward priority filter; policy drop;
    tcp flags & (syn | rst) == syn tcp option maxseg size > $TIERRA_MSS tcp option maxseg size set $TIERRA_MSS
    ip saddr { $local_ranges } ip daddr { $remote_ranges } accept
    ip saddr { $remote_ranges } ip daddr { $local_ranges } accept
  }
}
CONF
  bounded 20 nft -f "$ROOT/etc/nftables.conf"
  bounded 30 systemctl enable nftables.service
}

# The secret goes from one pipe into files of tmpfs: never an argument, a variable or a disk. A pre-shared key is written in
# hexadecimal, in which nothing means anything to swanctl.
fetch_secret() {
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
    text = "secrets {\n  private-site {\n    file = %s\n  }\n}\n" % os.path.join(folder, "private_key.pem")
with open(os.path.join(folder, "swanctl-secrets.conf"), "w") as file:
    file.write(text)
PYTHON
  rm -f "$RUN_DIR/secret"
}

# Where VPC Route Server moves the routes: announces the site's ranges to its endpoints, with BFD, for as long as this host lives.
# Only Debian's own FRR: https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
announce_routes() {
  [[ -n ${TIERRA_BGP_PEERS:-} ]] || return 0
  retry 3 bounded 600 apt-get install -y -qq --no-install-recommends frr
  sed -i -E 's/^(bgpd|bfdd)=no/\1=yes/' "$ROOT/etc/frr/daemons"
  local peer range
  {
    printf 'frr defaults traditional\nrouter bgp %s\n no bgp ebgp-requires-policy\n no bgp network import-check\n' "$TIERRA_BGP_ASN"
    for peer in ${TIERRA_BGP_PEERS//,/ }; do
      printf ' neighbor %s remote-as %s\n neighbor %s ebgp-multihop 2\n neighbor %s bfd\n' \
        "$peer" "$TIERRA_BGP_PEER_ASN" "$peer" "$peer"
    done
    printf ' address-family ipv4 unicast\n'
    for range in ${TIERRA_REMOTE_RANGES//,/ }; do
      printf '  network %s\n' "$range"
    done
    printf ' exit-address-family\n'
  } >"$ROOT/etc/frr/frr.conf"
  bounded 60 systemctl restart frr.service
}

authentication() {
  if [[ $TIERRA_AUTHENTICATION == certificate ]]; then
    printf '    local {\n      auth = pubkey\n      certs = %s/certificate.pem\n      id = %s\n    }\n' "$RUN_DIR" "$TIERRA_LOCAL_ID"
    printf '    remote {\n      auth = pubkey\n      cacerts = %s/ca.pem\n      id = %s\n    }\n' "$RUN_DIR" "$TIERRA_REMOTE_ID"
  else
    printf '    local {\n      auth = psk\n      id = %s\n    }\n' "$TIERRA_LOCAL_ID"
    printf '    remote {\n      auth = psk\n      id = %s\n    }\n' "$TIERRA_REMOTE_ID"
  fi
}

# AES-256-GCM with SHA-384 and P-384: the CNSA suite for IKEv2, https://www.rfc-editor.org/rfc/rfc9206. The address is behind
# EC2's one-to-one translation, hence ESP in UDP always. A peer that is silent for about 20 s is dead, and called again at once
# and for ever.
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

start_services() {
  bounded 60 systemctl enable strongswan.service
  # Loads connections and secrets too: Debian's unit runs swanctl --load-all after the start.
  bounded 60 systemctl restart strongswan.service
}

# strongSwan calls a dead peer again for ever, but not one that refused it once: a key that reaches the site an hour later than
# this host must still find a tunnel.
keep_tunnel_up() {
  while true; do
    swanctl --list-sas --child site 2>/dev/null | grep -q INSTALLED ||
      bounded 30 swanctl --initiate --child site --timeout 20 >/dev/null 2>&1 || log "the tunnel is down: tried again"
    sleep 10
  done
}

check_environment() {
  local name
  for name in REGION SECRET_ARN AUTHENTICATION LOCAL_ID LOCAL_RANGES REMOTE_ID REMOTE_GATEWAY REMOTE_RANGES MSS; do
    name="TIERRA_$name"
    [[ ${!name:-} =~ ^[A-Za-z0-9./,:_@=-]+$ ]] || fail "$name must be a word without blanks, got \"${!name:-}\""
  done
  [[ $TIERRA_AUTHENTICATION == psk || $TIERRA_AUTHENTICATION == certificate ]] ||
    fail "TIERRA_AUTHENTICATION must be psk or certificate, got \"$TIERRA_AUTHENTICATION\""
}

main() {
  load_host_env
  check_environment
  install_packages
  enable_forwarding
  forward_only_the_tunnel
  fetch_secret
  configure_strongswan
  start_services
  announce_routes
  log "the appliance is up"
  keep_tunnel_up
}

main "$@"
