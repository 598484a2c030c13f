#!/bin/sh
# Brings axe-core's script from npm into the folder $1. The version stands in package.json beside this script.
set -eu

out=$1
here=$(cd "$(dirname "$0")" && pwd)
command -v npm >/dev/null || {
	echo "npm is missing: axe-core comes from it" >&2
	echo "hint: install Node.js 20 or later with npm" >&2
	exit 1
}
mkdir -p "$out"
stage=$(mktemp -d "$out/fetch.XXXXXX")
trap 'rm -rf "$stage"' EXIT INT TERM
cp "$here/package.json" "$here/package-lock.json" "$stage/"
(cd "$stage" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
mv -f "$stage/node_modules/axe-core/axe.min.js" "$out/axe.min.js"
cp "$here/package-lock.json" "$out/package-lock.json"
