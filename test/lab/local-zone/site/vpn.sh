#!/usr/bin/env bash
# Router 2 on premises answers the appliance's IKEv2. It also runs strongSwan, with a configuration independent of the appliance's.
set -euo pipefail
mount -t tmpfs tmpfs /run
mkdir -p /run/host
cp -a /etc /run/host/etc
mount --bind /run/host/etc /etc
cat >/etc/strongswan.d/lab.conf <<'CONF'
charon {
  filelog {
    stderr {
      default = 1
    }
  }
  plugins {
    kernel-libipsec {
      load = yes
    }
  }
}
CONF
auth=psk
if [[ -e $DIR/router/private.pem ]]; then
  auth=pubkey
fi
cat >/etc/swanctl/swanctl.conf <<CONF
connections {
  aws {
    version = 2
    local_addrs = 198.51.100.10
    proposals = aes256gcm16-prfsha384-ecp384
    encap = yes
    dpd_delay = 10s
    local {
      auth = $auth
      id = 198.51.100.10
    }
    remote {
      auth = $auth
      id = 203.0.113.10
    }
    children {
      aws {
        local_ts = 192.168.0.0/16
        remote_ts = 10.20.0.0/16
        esp_proposals = aes256gcm16-ecp384
      }
    }
  }
}
CONF
# accept KEY...: the router's keys, as an operator would change them. With certificates, its own and the authorities that it trusts.
accept() {
  local number=0 key
  rm -f /etc/swanctl/{x509,x509ca,private}/*
  if [[ $auth == pubkey ]]; then
    cp "$DIR/router/certificate.pem" /etc/swanctl/x509/
    cp "$DIR/router/private.pem" /etc/swanctl/private/
    cp "$DIR"/router/ca-*.pem /etc/swanctl/x509ca/
  fi
  {
    printf 'secrets {\n'
    for key in "$@"; do
      number=$((number + 1))
      printf '  ike-%s {\n    secret = 0x%s\n  }\n' "$number" "$(printf '%s' "$key" | od -An -v -tx1 | tr -d ' \n')"
    done
    printf '}\n'
  } >/etc/swanctl/conf.d/keys.conf
}
mkdir -p /etc/swanctl/{conf.d,x509,x509ca,private}
printf 'include conf.d/*.conf\n' >>/etc/swanctl/swanctl.conf
accept "$(<"$DIR/psk")"
charon-systemd &
until swanctl --load-all --noprompt; do sleep 0.2; done
# The lab writes new keys to this file, one per line.
while sleep 0.2; do
  [[ -e $DIR/router-keys ]] || continue
  mapfile -t keys <"$DIR/router-keys"
  accept "${keys[@]}"
  swanctl --load-creds --clear --noprompt && rm "$DIR/router-keys"
done
