#!/bin/sh
# Makes sure that there is a browser for the end-to-end tests: Chromium from Debian's packages where none is found.
set -eu

if [ -n "${CHROMIUM-}" ] || [ "${SUMMIT_NO_BROWSER-}" = 1 ]; then
	exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	if command -v "$name" >/dev/null; then
		exit 0
	fi
done

as_root=
if [ "$(id -u)" != 0 ]; then
	as_root='sudo -n'
fi
if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
	echo "no Chromium or Chrome was found: the end-to-end tests need one" >&2
	echo "hint: install Chromium (as root: apt-get install chromium, dnf install chromium), or name a browser with CHROMIUM=PATH" >&2
	exit 1
fi
$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium
