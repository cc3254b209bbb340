#!/usr/bin/env bash
# Install the named Debian packages where it may (root, or sudo without a question); otherwise name them in one line.
set -uo pipefail
missing=()
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
export DEBIAN_FRONTEND=noninteractive
{ as_root apt-get update -q && as_root apt-get install -q -y --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 && exit 0
echo "truceline: these packages are missing and tests that need them are skipped; run: sudo apt install ${missing[*]}" >&2
exit 0
