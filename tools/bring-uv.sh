#!/usr/bin/env bash
# Bring uv into .tools/ unless it is there, and print nothing unless something is missing.
# Needs only Python 3.11+ with pip or venv; on a bare Debian or Ubuntu it installs python3-venv
# where it may (root, or sudo without a question) and otherwise says so in one line.
set -euo pipefail
cd "$(dirname "$0")/.."
uv_version=0.13.9
tools=$PWD/.tools
if [ -x "$tools/bin/uv" ] && [ "$("$tools/bin/uv" --version | cut -d' ' -f2)" = "$uv_version" ]; then
  exit 0
fi

find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "truceline: Python 3.11, 3.12 or 3.13 is needed; install it (Debian, Ubuntu: apt install python3 python3-venv)." >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

fetch_uv() {
  rm -rf "$tools"
  if "$1" -m pip --version >/dev/null 2>&1; then
    "$1" -m pip install --quiet --no-deps --require-hashes --only-binary=:all: --disable-pip-version-check \
      --target "$tools" -r requirements/uv.txt
  elif "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    "$1" -m venv "$tools/venv"
    "$tools/venv/bin/python" -m pip install --quiet --no-deps --require-hashes --only-binary=:all: \
      --disable-pip-version-check --target "$tools" -r requirements/uv.txt
  else
    return 1
  fi
}

python=$(find_python)
if ! fetch_uv "$python"; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  { as_root apt-get update -q && as_root apt-get install -q -y "python$version-venv"; } >/dev/null 2>&1 || true
  fetch_uv "$python" || {
    echo "truceline: Python has neither pip nor venv here; run: sudo apt install python$version-venv" >&2
    exit 1
  }
fi
[ -x "$tools/bin/uv" ] || { echo "truceline: uv did not arrive in .tools/bin; remove .tools and try again." >&2; exit 1; }
