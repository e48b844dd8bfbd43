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
cat >/etc/swanctl/swanctl.conf <<CONF
connections {
  aws {
    version = 2
    local_addrs = 198.51.100.10
    proposals = aes256gcm16-prfsha384-ecp384
    encap = yes
    dpd_delay = 10s
    local {
      auth = psk
      id = 198.51.100.10
    }
    remote {
      auth = psk
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
secrets {
  ike-aws {
    secret = 0x$(printf '%s' "$(<"$DIR/psk")" | od -An -v -tx1 | tr -d ' \n')
  }
}
CONF
charon-systemd &
until swanctl --load-all --noprompt; do sleep 0.2; done
wait
