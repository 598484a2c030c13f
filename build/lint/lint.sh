#!/bin/sh
# Checks what no test does: format, vet, layering, style, and that generated and fetched things are as they are made.
# The linters' versions stand in tools.mod, apart from go.mod, so that they weigh on nobody who builds the program.
set -u
cd "$(dirname "$0")/../.."
failed=
code='./precompute/... ./shared/... ./site/... ./wasm/...'
native='./precompute/... ./shared/... ./site/... ./wasm/state/...' # what is more than stubs there
tags=$(pkg-config --exists libturbojpeg 2>/dev/null && echo -tags=turbojpeg) # as in the Makefile
pages='./shared/... ./wasm/...' # what is compiled for the browser

# check runs a command under a name; it has to succeed.
check() {
	name=$1
	shift
	if "$@"; then
		echo "ok	$name"
	else
		echo "FAIL	$name"
		failed="$failed $name"
	fi
}

# quiet runs a command that has to print nothing.
quiet() {
	out=$("$@" 2>&1) && [ -z "$out" ] && return
	echo "$out"
	return 1
}

tool() { go tool -modfile=build/lint/tools.mod -n "$1"; }
in_wasm() { GOOS=js GOARCH=wasm "$@"; }
sources() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [ -f "$file" ] && echo "$file"; done; }

formatted() { sources '*.go' | xargs gofmt -l; }

# layers checks the imports of each area against the .depguard.toml in its folder, natively and for the browser.
layers() {
	for area in shared precompute wasm; do
		(cd $area && "$depguard" ./...) || return 1
	done
	for area in shared wasm; do
		(cd $area && in_wasm "$depguard" ./...) || return 1
	done
}

# names finds files and folders that are called after nothing in particular.
names() { sources | grep -E '(^|/)(utils?|helpers?|common|types|misc)(\.[a-z]+)?(/|$)'; true; }

# long lists hand-written files that are longer than is good: markup over 80 lines, code over 300.
long() {
	sources '*.vugu' | while read -r file; do awk -v most=80 'END { if (NR > most) print FILENAME ": " NR " lines, more than " most }' "$file"; done
	sources '*.js' '*.mjs' '*.py' '*.sh' '*.css' | while read -r file; do awk -v most=300 'END { if (NR > most) print FILENAME ": " NR " lines, more than " most }' "$file"; done
}

# hosts finds the addresses of package servers in lock files: npm leaves them out with --omit-lockfile-registry-resolved.
hosts() { sources '*package-lock.json' | xargs grep -n '"resolved"'; true; }

# drift generates all code anew in a copy and compares.
drift() {
	copy=$(mktemp -d)
	sources | tar -cf - -T - | tar -xf - -C "$copy"
	log=$(cd "$copy" && go generate $code 2>&1) || echo "$log"
	sources | while read -r file; do cmp "$file" "$copy/$file"; done
	rm -rf "$copy"
}

staticcheck=$(tool staticcheck) && revive=$(tool revive) && depguard=$(tool depguard) || exit 1

check gofmt quiet formatted
check vet go vet $code
[ -z "$tags" ] || check vet-turbojpeg go vet $tags ./precompute/...
check vet-wasm in_wasm go vet $pages
check layers layers
check staticcheck "$staticcheck" $native
check staticcheck-wasm in_wasm "$staticcheck" $pages
check revive "$revive" -config build/lint/revive.toml -formatter friendly -set_exit_status $code
check names quiet names
check length quiet long
check hosts quiet hosts
check drift quiet drift
check size go run ./site/build --size

if [ -n "$failed" ]; then
	echo "lint: failed:$failed"
	exit 1
fi
echo "lint: ok"
