#!/bin/sh
# Brings axe-core's script from npm into the folder $1. The version stands in package.json beside this script.
set -eu

out=$1
here=$(cd "$(dirname "$0")" && pwd)
what="axe-core"
. "$here/../npm.sh"
mv -f "$stage/node_modules/axe-core/axe.min.js" "$out/axe.min.js"
cp "$here/package-lock.json" "$out/package-lock.json"
