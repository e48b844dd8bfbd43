#!/usr/bin/env bash
# FRR on the Direct Connect link. `vpc` is Amazon's side. `r1` is the router on premises, with the configuration in docs/.
set -euo pipefail
mount -t tmpfs tmpfs /run
mkdir -p /run/frr /run/conf
chown frr:frr /run/frr /run/conf
if [[ -e $DIR/frr-$NODE.conf ]]; then
  cp "$DIR/frr-$NODE.conf" /run/conf/frr.conf
elif [[ $NODE == vpc ]]; then
  cat >/run/conf/frr.conf <<'CONF'
frr defaults traditional
ip route 10.20.0.0/16 blackhole 250
router bgp 64512
 bgp router-id 169.254.100.1
 no bgp ebgp-requires-policy
 neighbor 169.254.100.2 remote-as 65000
 neighbor 169.254.100.2 timers 3 9
 neighbor 169.254.100.2 timers connect 1
 neighbor 169.254.100.2 bfd
 address-family ipv4 unicast
  network 10.20.0.0/16
 exit-address-family
bfd
 peer 169.254.100.2
  receive-interval 300
  transmit-interval 300
  detect-multiplier 3
CONF
else
  cp "$HERE/site/frr-r1.conf" /run/conf/frr.conf
fi
chown frr:frr /run/conf/frr.conf
/usr/lib/frr/zebra -d -f /run/conf/frr.conf
/usr/lib/frr/staticd -d -f /run/conf/frr.conf
/usr/lib/frr/bfdd -d -f /run/conf/frr.conf
/usr/lib/frr/bgpd -d -f /run/conf/frr.conf
# Advertises further prefixes while the laboratory lists them in a file.
known=""
while true; do
  wanted=""
  [[ ! -e $DIR/$NODE/prefixes ]] || wanted=$(<"$DIR/$NODE/prefixes")
  if [[ $wanted != "$known" ]]; then
    for prefix in $known; do
      vtysh -c "configure terminal" -c "router bgp 65000" -c "address-family ipv4 unicast" -c "no network $prefix"
    done
    for prefix in $wanted; do
      vtysh -c "configure terminal" -c "router bgp 65000" -c "address-family ipv4 unicast" -c "network $prefix"
    done
    known=$wanted
  fi
  sleep 0.3
done
