#!/usr/bin/env bash
# Bring uv into .tools/ unless it is there; say one line only when something is missing.
# Needs only Python 3.11 to 3.13. Where that has neither pip nor venv (a bare Debian or Ubuntu) it
# installs python3-venv where it may (root, or sudo without a question) and otherwise names it.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/.tools
uv_version=$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements/uv.txt)
if [ -x "$tools/bin/uv" ] && [ "$("$tools/bin/uv" --version | cut -d' ' -f2)" = "$uv_version" ]; then
  exit 0
fi

# A person's own pip settings may require an environment or install elsewhere; neither is meant here.
export PIP_REQUIRE_VIRTUALENV=0 PIP_USER=0 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
export PIP_DISABLE_PIP_VERSION_CHECK=1 DEBIAN_FRONTEND=noninteractive

say() { echo "truceline: $*" >&2; }

find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Python 3.11, 3.12 or 3.13 is needed; install it (Debian, Ubuntu: apt install python3 python3-venv)."
  return 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }

lock=(-o DPkg::Lock::Timeout=120)

has() { "$1" -c "import $2" 2>/dev/null; }

# As this machine's pip is set up; and if that fails, with the authorities the machine itself trusts.
pip_install() {
  local target=(-m pip install --quiet --no-deps --require-hashes --only-binary=:all:
    --target "$tools" -r requirements/uv.txt)
  local authorities=/etc/ssl/certs/ca-certificates.crt
  if [ -r "$authorities" ]; then
    "$1" "${target[@]}" 2>/dev/null || "$1" "${target[@]}" --cert "$authorities"
  else
    "$1" "${target[@]}"
  fi
}

fetch_uv() {
  rm -rf "$tools"
  if has "$1" pip; then
    pip_install "$1"
  else
    "$1" -m venv "$tools/venv" && pip_install "$tools/venv/bin/python"
  fi
}

python=$(find_python)
if ! has "$python" pip && ! has "$python" ensurepip; then
  package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
  may_install && {
    say "Python has neither pip nor venv here; installing $package."
    { as_root apt-get "${lock[@]}" update -q \
      && as_root apt-get "${lock[@]}" install -q -y --no-install-recommends "$package" ca-certificates; } \
      >/dev/null 2>&1 </dev/null || true
  }
  has "$python" ensurepip || {
    say "Python has neither pip nor venv here; run: sudo apt install $package"
    exit 1
  }
fi
fetch_uv "$python" || {
  say "uv could not be fetched; the lines above say why. Is there a network, or a mirror named in pip.conf?"
  exit 1
}
[ -x "$tools/bin/uv" ] || {
  say "uv did not arrive in .tools/bin; remove .tools and try again."
  exit 1
}
