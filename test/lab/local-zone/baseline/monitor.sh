#!/usr/bin/env bash
# The logic of the original monitor as published, for comparison: only the laboratory uses it. A round is three pings of one second
# and a wait of 2 s. One round without a reply is a failure. Ten rounds with a reply after it, in total and not in sequence, are a
# recovery. The results of the API calls are not read, and the state is in memory.
TARGET=$1 TABLE=$2 RANGE=$3 INTERFACE=$4
DXtries=10
state=direct-connect tries=$DXtries
while true; do
  if ping -n -q -c 3 -W 1 "$TARGET" >/dev/null 2>&1; then
    if [[ $state == vpn ]] && ((--tries == 0)); then
      aws ec2 delete-route --route-table-id "$TABLE" --destination-cidr-block "$RANGE"
      echo "Switching back to Direct Connect"
      state=direct-connect
    fi
  elif [[ $state == direct-connect ]]; then
    aws ec2 create-route --route-table-id "$TABLE" --destination-cidr-block "$RANGE" --network-interface-id "$INTERFACE"
    echo "Direct Connect failed. Switching to VPN"
    state=vpn tries=$DXtries
  fi
  sleep 2
done
