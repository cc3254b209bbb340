#!/usr/bin/env bash
# Install the named Debian packages where it may (root, or sudo without a question); name in one line
# what is still missing. Never fails: what needs a missing package is skipped and says so.
set -uo pipefail
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
there() {
  dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed' || command -v "$1" >/dev/null
}
missing() {
  local package
  for package in "$@"; do there "$package" || echo "$package"; done
}

export DEBIAN_FRONTEND=noninteractive
lock=(-o DPkg::Lock::Timeout=120)
wanted=$(missing "$@")
[ -z "$wanted" ] && exit 0
if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
  echo "truceline: installing" $wanted >&2
  as_root apt-get "${lock[@]}" update -q >/dev/null 2>&1 </dev/null
  for package in $wanted; do # one by one: one that this system does not have must not cost the others
    as_root apt-get "${lock[@]}" install -q -y --no-install-recommends "$package" >/dev/null 2>&1 </dev/null
  done
fi
left=$(missing "$@")
[ -z "$left" ] && exit 0
echo "truceline: what needs these packages is skipped; as an administrator run: apt install" $left >&2
