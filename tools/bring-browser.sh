#!/usr/bin/env bash
# Bring a Chromium for the browser tests: Debian's own, or on Ubuntu, which has none as a package, the
# one Playwright fetches. Never fails: without a browser those tests are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")/.."
command -v chromium >/dev/null || ! grep -qs '^ID=ubuntu' /etc/os-release \
  && exec tools/system-packages.sh chromium libatomic1 # Playwright's own driver needs libatomic
tools/system-packages.sh libatomic1
[ -e .venv/browser ] && exit 0
deps=()
if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then deps=(--with-deps); fi
if .venv/bin/playwright install "${deps[@]}" chromium-headless-shell >/dev/null 2>&1 </dev/null; then
  touch .venv/browser
else
  echo "truceline: browser tests are skipped; run: .venv/bin/playwright install --with-deps chromium-headless-shell" >&2
fi
