#!/bin/sh
# Makes rpm's database in its three forms, each with the same packages, and what rpm itself says of them. The one in SQLite
# is that of the recorded machine rhel-like, rpm's own that of a container of debian-containers.
# Needs rpm, rpmbuild and db5.3_load (Debian: rpm, db-util). Run it where a fixture is to change: sh test/host/rpm/make.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1714000000

spec() { # name version release epoch arch lines-of-preamble script-of-files file-list
  cat > "$work/$1.spec" <<SPEC
Name: $1
Version: $2
Release: $3
${4:+Epoch: $4}
Summary: A package for tests
License: MIT
Vendor: Red Hat, Inc.
$6
%description
A package for tests.
%install
mkdir -p %{buildroot}
cd %{buildroot}
$7
%files
$8
SPEC
  rpmbuild -bb --quiet --target "$5-redhat-linux" --define "_topdir $work/build" --define '_build_id_links none' \
    --define '_buildhost build.example.com' --define 'use_source_date_epoch_as_buildtime 1' \
    --define '__os_install_post %{nil}' "$work/$1.spec"
}

spec bash 5.1.8 9.el9 '' x86_64 'Group: System/Shells' \
  'mkdir -p usr/bin etc/skel usr/share/doc/bash; echo sh > usr/bin/bash; ln -s bash usr/bin/sh; echo rc > etc/skel/.bashrc; echo doc > "usr/share/doc/bash/READ ME"' \
  '%attr(755,root,root) /usr/bin/bash
/usr/bin/sh
%config %attr(644,root,root) /etc/skel/.bashrc
%dir %attr(2755,root,mail) /usr/share/doc/bash
%attr(600,bin,root) "/usr/share/doc/bash/READ ME"'
spec openssl-libs 3.0.7 27.el9 1 x86_64 '' \
  'mkdir -p usr/lib64; echo ssl > usr/lib64/libssl.so.3.0.7; ln -s libssl.so.3.0.7 usr/lib64/libssl.so.3' \
  '/usr/lib64/libssl.so.3.0.7
/usr/lib64/libssl.so.3'
spec openssl-libs-debug 3.0.7 27.el9 0 i686 '' '' ''
spec tzdata 2024a 1.el9 '' noarch 'Group: Système/Données
Group(de): System/Daten' \
  'mkdir -p usr/share/zoneinfo/Europe; for z in Berlin Madrid Paris Rome; do echo $z > usr/share/zoneinfo/Europe/$z; done' \
  '/usr/share/zoneinfo'
spec odd-name 1.0~rc1^git1 1.el9 '' noarch '' "mkdir -p srv; echo x > 'srv/d''é'" '/srv'
for n in 1 2; do
  spec kernel-core "5.14.0" "427.$n.1.el9" '' x86_64 '' "mkdir -p lib/modules/$n; for i in \$(seq 1 60); do echo \$i > lib/modules/$n/module-with-a-long-name-\$i.ko; done" "/lib/modules/$n"
done

query='%{NAME}|%{VERSION}|%{RELEASE}|%{SOURCERPM}|%{SIZE}|%{SHA1HEADER}|%{ARCH}|%{EPOCH}|%{INSTALLTIME}|%{VENDOR}|%{GROUP}\n'
files='[%{=NAME}|%{FILENAMES}|%{FILEUSERNAME}|%{FILEGROUPNAME}|%{FILEMODES:octal}|%{FILESIZES}|%{FILEDIGESTS}\n]'

rpm_in() { # folder of the database, its form, what to do
  root=$1 form=$2
  shift 2
  rpm --root "$root" --dbpath /var/lib/rpm --define "_db_backend $form" "$@" 2> "$work/said" || { cat "$work/said"; exit 1; }
}

mkdir -p "$work/sqlite"
rpm_in "$work/sqlite" sqlite --initdb
for package in "$work"/build/RPMS/*/*.rpm; do
  rpm_in "$work/sqlite" sqlite -i --force-debian --justdb --nodeps --noscripts --ignorearch --nosignature --oldpackage --force "$package"
done
cp "$work/sqlite/var/lib/rpm/rpmdb.sqlite" "$here/../../hosts/rhel-like/var/lib/rpm/"

# Debian's rpm only reads Berkeley DB, and not its own form at all: the same headers are written by Berkeley DB's own tool,
# and by the layout of rpm's lib/backend/ndb/rpmpkg.c, with a slot that is free.
python3 - "$work/sqlite/var/lib/rpm/rpmdb.sqlite" "$work/dump" "$here/../../hosts/debian-containers/.host/namespaces/4026532501/usr/lib/sysimage/rpm/Packages.db" <<'PYTHON'
import sqlite3, struct, sys, zlib
rows = sqlite3.connect(sys.argv[1]).execute('SELECT hnum, blob FROM Packages ORDER BY hnum').fetchall()
with open(sys.argv[2], 'w') as dump:
    print('VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=4096\nHEADER=END', file=dump)
    for number, blob in [(0, struct.pack('<I', len(rows))), *rows]:
        print(f' {struct.pack("<I", number).hex()}\n {blob.hex()}', file=dump)
    print('DATA=END', file=dump)
slots, blobs, block = [b'Slot' + struct.pack('<III', 0, 0, 0)], b'', 4096 // 16
for number, blob in rows:
    body = b'BlbS' + struct.pack('<III', number, 1, len(blob)) + blob
    body += bytes(-(len(body) + 12) % 16)
    body += struct.pack('<II', zlib.adler32(body), len(blob)) + b'BlbE'
    slots.append(b'Slot' + struct.pack('<III', number, block, len(body) // 16))
    block += len(body) // 16
    blobs += body
head = b'RpmP' + struct.pack('<IIIIIII', 0, 1, 1, rows[-1][0] + 1, 0, 0, 0)
slots = head + b''.join(slots)
while len(slots) < 4096:
    slots += b'Slot' + bytes(12)
open(sys.argv[3], 'wb').write(slots + blobs)
PYTHON
rm -f "$here/Packages"
db5.3_load -f "$work/dump" "$here/Packages"

rpm_in "$work/sqlite" sqlite -qa --queryformat "$query" > "$here/packages.txt"
rpm_in "$work/sqlite" sqlite -qa --queryformat "$files" > "$here/files.txt"
mkdir -p "$work/bdb/var/lib/rpm"
cp "$here/Packages" "$work/bdb/var/lib/rpm/"
rpm_in "$work/bdb" bdb_ro -qa --queryformat "$query" | sort > "$work/again"
sort "$here/packages.txt" | diff - "$work/again" || echo 'rpm has no Berkeley DB here, or reads it otherwise'
