#!/usr/bin/env bash
# Bring the programs of a PostgreSQL server for the tests, which start one of their own. Never fails:
# without them those tests are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")/.."
command -v postgres >/dev/null && exit 0
compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null && exit 0
exec tools/system-packages.sh postgresql
