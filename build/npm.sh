# Sourced by what brings something from npm into the folder $out: installs what the package.json in $here names, for
# which $what stands in words, into the folder $stage, which is removed in the end.
command -v npm >/dev/null || {
	echo "npm is missing: $what comes from it" >&2
	echo "hint: install Node.js 20 or later with npm" >&2
	exit 1
}
mkdir -p "$out"
stage=$(mktemp -d "$out/fetch.XXXXXX")
trap 'rm -rf "$stage"' EXIT INT TERM
cp "$here/package.json" "$here/package-lock.json" "$stage/"
(cd "$stage" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
