#!/usr/bin/env bash
# Copies the emulated EC2 route table to the kernel's route table of the production subnet, 20 times per second.
set -uo pipefail
on_vpn=""
while true; do
  if grep -q 'CreateRoute$' "$DIR/ec2/table" 2>/dev/null; then wanted=yes; else wanted=""; fi
  if [[ $wanted != "$on_vpn" ]]; then
    on_vpn=$wanted
    if [[ -n $wanted ]]; then
      ip route replace 192.168.0.0/16 via 10.20.0.10 table 100
    else
      ip route flush table 100
    fi
  fi
  sleep 0.05
done
