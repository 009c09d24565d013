#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Drives the web page of a built hub in headless Chromium: Tests/Web/run.sh .build/debug/drawbridge
# SCREENSHOTS=folder keeps pictures; ONLY=regex runs the checks whose names match.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
binary=${1:?"usage: Tests/Web/run.sh BINARY"}
for need in chromium chromedriver python3; do
    command -v "$need" >/dev/null || { echo "$need is missing: apt-get install chromium chromium-driver python3-venv" >&2; exit 1; }
done
venv=${WEB_VENV:-$here/../../.build/web-venv}
if ! "$venv/bin/python" -c 'import requests, selenium, websockets' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check selenium requests websockets
fi
exec "$venv/bin/python" -B "$here/test_page.py" "$binary"
