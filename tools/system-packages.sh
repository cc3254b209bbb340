#!/usr/bin/env bash
# Install the named Debian packages where it may (root, or sudo without a question); otherwise name
# them in one line. Never fails: what needs a missing package is skipped and says so.
set -uo pipefail
command -v dpkg-query >/dev/null || {
  command -v "$@" >/dev/null || echo "truceline: not a Debian or Ubuntu; what needs $* is skipped unless it is on PATH." >&2
  exit 0
}
missing=()
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' && continue
  command -v "$package" >/dev/null || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
export DEBIAN_FRONTEND=noninteractive
lock=(-o DPkg::Lock::Timeout=120)
echo "truceline: installing ${missing[*]}" >&2
if { as_root apt-get "${lock[@]}" update -q \
  && as_root apt-get "${lock[@]}" install -q -y --no-install-recommends "${missing[@]}"; } \
  >/dev/null 2>&1 </dev/null; then
  exit 0
fi
echo "truceline: missing, and what needs them is skipped; run: sudo apt install ${missing[*]}" >&2
