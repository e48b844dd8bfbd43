# shellcheck shell=bash
# The tunnel's configuration and supervision. Other scripts source this file.

# Without names of files, so that new keys change no connection. Only the secret's certificates and authorities are loaded.
authentication() {
  local auth=psk
  [[ $TIERRA_AUTHENTICATION == psk ]] || auth=pubkey
  printf '    local {\n      auth = %s\n      id = %s\n    }\n' "$auth" "$TIERRA_LOCAL_ID"
  printf '    remote {\n      auth = %s\n      id = %s\n    }\n' "$auth" "$TIERRA_REMOTE_ID"
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
  make_before_break = yes
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

# Rounds of 10 s between two readings of the secret's labels. Each reading is a billed request.
KEY_ROUNDS=${TIERRA_KEY_ROUNDS:-6}
TUNNEL_PAUSE=${TIERRA_TUNNEL_PAUSE:-10}

# strongSwan retries a peer that is down, but not a peer that refused it. The site may get its key an hour after this host, and the
# tunnel must come up then.
keep_tunnel_up() {
  local round
  for ((round = 1; ; round++)); do
    [[ $(bounded 20 swanctl --list-sas --child site 2>/dev/null) == *INSTALLED* ]] ||
      bounded 30 swanctl --initiate --child site --timeout 20 >/dev/null 2>&1 || log "the tunnel is down; next attempt in $TUNNEL_PAUSE s"
    sleep "$TUNNEL_PAUSE"
    ((round % KEY_ROUNDS > 0)) || follow_keys
  done
}
