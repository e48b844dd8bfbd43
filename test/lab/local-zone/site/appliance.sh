#!/usr/bin/env bash
# Runs the project's appliance script unchanged, on a host with its own folders. These programs are replaced: apt-get (the packages
# are installed), curl, systemctl (starts the daemon in this namespace) and aws.
set -euo pipefail
mount -t tmpfs tmpfs /run
mkdir -p /run/host/bin
cp -a /etc /run/host/etc
mount --bind /run/host/etc /etc
mkdir -p /etc/tierra
rm -rf /etc/swanctl/conf.d/*
printf 'charon {\n  filelog {\n    stderr {\n      default = 1\n    }\n  }\n}\n' >/etc/strongswan.d/lab.conf
cat >/etc/tierra/host.env <<CONF
TIERRA_REGION=eu-central-1
TIERRA_SECRET_ARN=arn:aws:secretsmanager:eu-central-1:111111111111:secret:lab
TIERRA_AUTHENTICATION=$([[ -e $DIR/router/private.pem ]] && echo certificate || echo psk)
TIERRA_LOCAL_ID=203.0.113.10
TIERRA_LOCAL_RANGES=10.20.0.0/16
TIERRA_REMOTE_GATEWAY=198.51.100.10
TIERRA_REMOTE_ID=198.51.100.10
TIERRA_REMOTE_RANGES=192.168.0.0/16
TIERRA_MSS=1350
TIERRA_ESP=user
CONF
# A rotation of the key with shorter waits.
export TIERRA_TUNNEL_PAUSE=1 TIERRA_KEY_ROUNDS=1 TIERRA_SWITCH_ATTEMPTS=15
printf '#!/bin/sh\nexit 0\n' >/run/host/bin/apt-get
# There is no AWS, and the real machine's AppArmor must not change.
for name in curl aa-enabled; do
  printf '#!/bin/sh\nexit 1\n' >"/run/host/bin/$name"
done
cat >/run/host/bin/aws <<'SH'
#!/bin/sh
# Labels of the versions of the secret in one file, and each version in a file of its own.
case $2 in
describe-secret) cat "$DIR/secret/labels" ;;
get-secret-value)
  for version; do :; done
  cat "$DIR/secret/$version"
  ;;
esac
SH
cat >/run/host/bin/systemctl <<'SH'
#!/bin/sh
[ "$*" = "restart strongswan.service" ] || exit 0
setsid charon-systemd >"$DIR/appl/charon.log" 2>&1 </dev/null &
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  swanctl --load-all --noprompt && exit 0
  sleep 0.3
done
exit 1
SH
chmod +x /run/host/bin/*
export PATH="/run/host/bin:$PATH"
exec bash "$REPOSITORY/userdata/vpn-appliance.sh"
