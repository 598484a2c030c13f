#!/bin/sh
# Makes the tars of TestTarsOfGNU by GNU tar: a long name, one in Latin-1, a hard link, and a file of 8 TB that is all hole.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
long=$(printf 'long%.0s' $(seq 50)).png
latin=$(printf 'Fl\351tan')
mkdir a "$latin"
echo long >"a/$long"
echo plain >"$latin/1.png"
ln "a/$long" a/link.png
truncate -s 8T a/hole.png
pack() {
	format=$1
	shift
	tar -S -b1 --owner=0 --group=0 --mtime=@0 --sort=name --format="$format" "$@" -cf "$here/tar-$format.tar" a "$latin"
}
pack gnu
pack pax --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime
rm -rf "$work"
