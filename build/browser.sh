#!/bin/sh
# Makes sure that there is a browser for the end-to-end tests: Chromium from Debian's packages where none is found.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable headless-shell headless_shell; do
	if command -v "$name" >/dev/null; then
		exit 0
	fi
done
if [ -d "/Applications/Google Chrome.app" ] || [ -d "/Applications/Chromium.app" ]; then
	exit 0
fi

as_root=
if [ "$(id -u)" != 0 ]; then
	as_root='sudo -n'
fi
if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
	echo "no Chromium or Chrome was found: the end-to-end tests need one" >&2
	echo "hint: install Chromium, e.g. 'apt-get install chromium' as root, 'dnf install chromium' or 'brew install --cask chromium'" >&2
	exit 1
fi
$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium
