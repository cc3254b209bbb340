#!/usr/bin/env bash
# Bring strace, with which the tests make a disk fail call by call. Never fails: without it those tests
# are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")/.."
exec tools/system-packages.sh strace
