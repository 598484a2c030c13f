#!/bin/sh
# Brings ONNX Runtime's shared library from npm into the folder $1. The version stands in package.json beside this
# script. Only the library of this platform is kept.
set -eu

out=$1
here=$(cd "$(dirname "$0")" && pwd)

case "$(uname -s)-$(uname -m)" in
Linux-x86_64) from=linux/x64 file=libonnxruntime.so.1 ;;
Linux-aarch64) from=linux/arm64 file=libonnxruntime.so.1 ;;
Darwin-arm64) from=darwin/arm64 file=libonnxruntime.1.dylib ;;
MINGW*-x86_64 | MSYS*-x86_64) from=win32/x64 file='onnxruntime.dll DirectML.dll dxcompiler.dll dxil.dll' ;;
*)
	echo "no ONNX Runtime build for $(uname -s) $(uname -m) in onnxruntime-node" >&2
	echo "hint: build ONNX Runtime 1.24 or later and point PRECOMPUTE_ORT_LIB at the library" >&2
	exit 1
	;;
esac
what="ONNX Runtime's library"
. "$here/../npm.sh"

found=
for name in $file; do
	for path in "$stage"/node_modules/onnxruntime-node/bin/napi-v*/$from/$name; do
		if [ -f "$path" ]; then
			mv -f "$path" "$out/$(echo "$name" | sed 's/1\.dylib/dylib/')"
			found=yes
		fi
	done
done
[ "$found" ] || {
	echo "onnxruntime-node holds no library for $from" >&2
	exit 1
}
cp "$here/package-lock.json" "$out/package-lock.json"
