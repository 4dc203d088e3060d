-- 200 queries as they are asked day by day, and as detections ask (joins to file, hash and users, long exceptions), one a
-- line: what bench/prepare.ts times.
SELECT 1
SELECT pid, name FROM processes
SELECT * FROM processes
SELECT * FROM processes WHERE pid = 1
SELECT pid, name FROM processes WHERE pid IN (1, 2, 3)
SELECT pid, name FROM processes WHERE on_disk = 0
SELECT name, path, pid FROM processes WHERE name LIKE 'ssh%'
SELECT name, count(*) AS n FROM processes GROUP BY name ORDER BY n DESC LIMIT 10
SELECT name, sum(resident_size) AS bytes FROM processes GROUP BY name HAVING bytes > 1048576 ORDER BY bytes DESC
SELECT pid, name, resident_size FROM processes ORDER BY resident_size DESC LIMIT 5
SELECT DISTINCT uid FROM processes
SELECT p.name, u.username FROM processes AS p JOIN users AS u ON p.uid = u.uid
SELECT p.name, u.username FROM processes p LEFT JOIN users u USING (uid) WHERE u.username IS NULL
SELECT DISTINCT p.name, l.port, p.pid FROM processes AS p JOIN listening_ports AS l ON p.pid = l.pid WHERE l.address = '0.0.0.0'
SELECT l.port, l.protocol, p.path FROM listening_ports l JOIN processes p USING (pid) WHERE l.port <> 0
SELECT p.name, s.remote_address, s.remote_port FROM process_open_sockets s JOIN processes p USING (pid) WHERE s.state = 'ESTABLISHED'
SELECT s.pid, count(*) FROM process_open_sockets s GROUP BY s.pid
SELECT remote_address, count(DISTINCT pid) FROM process_open_sockets WHERE family = 2 GROUP BY 1 ORDER BY 2 DESC
SELECT pid, path FROM process_open_files WHERE path LIKE '/var/log/%'
SELECT f.pid, p.name, f.path FROM process_open_files f, processes p WHERE f.pid = p.pid AND f.path GLOB '/tmp/*'
SELECT pid, key, value FROM process_envs WHERE key = 'LD_PRELOAD'
SELECT p.name, e.value FROM processes p JOIN process_envs e ON e.pid = p.pid WHERE e.key IN ('LD_PRELOAD', 'LD_LIBRARY_PATH')
SELECT pid, path, permissions FROM process_memory_map WHERE permissions LIKE '%wx%'
SELECT DISTINCT m.path FROM process_memory_map m WHERE m.pid = 1 AND m.path <> '' ORDER BY m.path
SELECT * FROM users
SELECT username, uid, shell FROM users WHERE uid >= 1000 AND shell NOT LIKE '%nologin'
SELECT username FROM users WHERE uid = 0 AND username <> 'root'
SELECT u.username, g.groupname FROM users u JOIN user_groups ug ON u.uid = ug.uid JOIN groups g ON g.gid = ug.gid
SELECT g.groupname, group_concat(u.username, ', ') FROM groups g JOIN user_groups ug USING (gid) JOIN users u ON u.uid = ug.uid GROUP BY g.groupname
SELECT * FROM groups WHERE gid < 100
SELECT groupname FROM groups EXCEPT SELECT username FROM users
SELECT path, size, mtime FROM file WHERE path = '/etc/passwd'
SELECT path, mode, uid FROM file WHERE directory = '/etc' AND type = 'regular'
SELECT path FROM file WHERE path LIKE '/etc/cron.%/%'
SELECT path, mode FROM file WHERE directory IN ('/usr/bin', '/usr/sbin') AND mode LIKE '4%'
SELECT f.path, f.size, h.sha256 FROM file f JOIN hash h ON f.path = h.path WHERE f.directory = '/etc/ssh'
SELECT path, md5, sha1, sha256 FROM hash WHERE path = '/bin/ls'
SELECT p.pid, p.path, h.sha256 FROM processes p JOIN hash h ON h.path = p.path
SELECT p.pid, f.mtime FROM processes p JOIN file f USING (path) WHERE f.mtime > 1700000000
SELECT name, version FROM deb_packages ORDER BY name
SELECT name, version FROM deb_packages WHERE name LIKE 'openssl%'
SELECT name, version FROM deb_packages WHERE version_compare(version, '3.0') < 0 AND name = 'openssl'
SELECT count(*) FROM deb_packages
SELECT substr(name, 1, 1) AS letter, count(*) FROM deb_packages GROUP BY letter
SELECT source, group_concat(name) FROM deb_packages WHERE source <> '' GROUP BY source HAVING count(*) > 3
SELECT * FROM os_version
SELECT name || ' ' || version AS os FROM os_version
SELECT version, arguments FROM kernel_info
SELECT hostname, cpu_brand, physical_memory / 1073741824.0 AS gib FROM system_info
SELECT i.hostname, o.name, k.version FROM system_info i, os_version o, kernel_info k
SELECT total_seconds FROM uptime
SELECT days, hours, minutes FROM uptime WHERE days > 30
SELECT unix_time, datetime(unix_time, 'unixepoch') FROM time
SELECT (SELECT unix_time FROM time) - (SELECT total_seconds FROM uptime) AS booted
SELECT * FROM load_average
SELECT period, CAST(average AS REAL) AS load FROM load_average WHERE period = '1m'
SELECT memory_total, memory_free, round(100.0 * memory_free / memory_total, 1) AS percent FROM memory_info
SELECT core, user, system, idle FROM cpu_time
SELECT sum(user) * 100.0 / sum(user + system + idle) FROM cpu_time
SELECT path, type, blocks_available * blocks_size AS bytes FROM mounts WHERE type NOT IN ('proc', 'sysfs', 'tmpfs')
SELECT device, path FROM mounts WHERE flags NOT LIKE '%nosuid%' AND path LIKE '/tmp%'
SELECT address, hostnames FROM etc_hosts WHERE address NOT LIKE '127.%'
SELECT h.address, i.interface FROM etc_hosts h JOIN interface_addresses i ON h.address = i.address
SELECT interface, address, mask FROM interface_addresses WHERE address NOT LIKE 'fe80:%' AND interface <> 'lo'
SELECT pid, version, start_time FROM osquery_info
SELECT o.pid, p.resident_size FROM osquery_info o JOIN processes p USING (pid)
SELECT pid FROM processes WHERE pid BETWEEN 100 AND 200
SELECT pid FROM processes WHERE pid > 100 AND pid < 50
SELECT pid, CASE WHEN uid = 0 THEN 'root' WHEN uid < 1000 THEN 'system' ELSE 'person' END AS who FROM processes
SELECT child.pid, child.name, parent.name FROM processes child JOIN processes parent ON child.parent = parent.pid
SELECT a.pid, b.pid, c.pid FROM processes a JOIN processes b ON a.parent = b.pid JOIN processes c ON b.parent = c.pid WHERE a.name = 'sh'
WITH RECURSIVE up(pid, depth) AS (VALUES (1, 0) UNION ALL SELECT p.pid, depth + 1 FROM processes p JOIN up ON p.parent = up.pid WHERE depth < 8) SELECT * FROM up
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n
WITH big AS (SELECT * FROM processes WHERE resident_size > 100000000) SELECT name, count(*) FROM big GROUP BY name
WITH w(pid) AS (VALUES (1), (2), (3)) SELECT pid, name FROM w JOIN processes USING (pid)
WITH a AS (SELECT pid FROM listening_ports), b AS (SELECT pid FROM process_open_sockets) SELECT * FROM a INTERSECT SELECT * FROM b
SELECT name FROM processes WHERE pid IN (SELECT pid FROM listening_ports WHERE port = 22)
SELECT name FROM processes p WHERE EXISTS (SELECT 1 FROM process_open_sockets s WHERE s.pid = p.pid AND s.remote_port = 443)
SELECT name FROM processes p WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.uid = p.uid)
SELECT name, (SELECT count(*) FROM process_open_files f WHERE f.pid = p.pid) AS files FROM processes p ORDER BY files DESC LIMIT 3
SELECT name FROM processes UNION SELECT groupname FROM groups ORDER BY 1
SELECT 'user' AS kind, username AS name FROM users UNION ALL SELECT 'group', groupname FROM groups
SELECT pid FROM processes WHERE pid = 1 OR pid = 2 OR pid = 3
SELECT pid FROM processes WHERE (pid = 1 AND name = 'init') OR (pid = 2 AND name = 'kthreadd')
SELECT max(start_time), name FROM processes
SELECT count(*), count(DISTINCT name), avg(threads), min(pid), max(pid), total(resident_size) FROM processes
SELECT count(*) FILTER (WHERE uid = 0) AS root, count(*) FILTER (WHERE uid <> 0) AS others FROM processes
SELECT name, row_number() OVER (PARTITION BY name ORDER BY start_time) AS nth FROM processes
SELECT pid, resident_size, rank() OVER (ORDER BY resident_size DESC) FROM processes LIMIT 10
SELECT upper(username), length(directory), coalesce(description, ''), replace(shell, '/bin/', '') FROM users
SELECT split(path, '/', 0) AS top, count(*) FROM process_open_files GROUP BY top
SELECT regex_match(cmdline, '--config[= ](\S+)', 1) AS config FROM processes WHERE cmdline LIKE '%--config%'
SELECT pid, in_cidr_block('10.0.0.0/8', remote_address) FROM process_open_sockets WHERE remote_address <> ''
SELECT printf('%05d %-16s %s', pid, name, path) FROM processes
SELECT strftime('%Y-%m-%d', start_time, 'unixepoch') AS day, count(*) FROM processes GROUP BY day
SELECT hex(name), quote(path), typeof(pid), ifnull(cwd, root) FROM processes
SELECT * FROM (SELECT pid, name FROM processes WHERE name <> 'sh') WHERE pid > 1 ORDER BY name COLLATE NOCASE LIMIT 10 OFFSET 5
SELECT p.pid, p.name, l.port, u.username, h.sha256 FROM processes p JOIN listening_ports l USING (pid) JOIN users u USING (uid) LEFT JOIN hash h ON h.path = p.path WHERE l.port BETWEEN 1 AND 1023
VALUES (1, 'a'), (2, 'b'), (3, 'c')
SELECT 1 + 2 * 3, 'a' || 'b', 7 / 2, 7 % 3, 1 = 1.0, NULL IS NULL, x'00ff'
SELECT p.pid, p.name, p.path, p.cmdline, f.ctime, h.sha256 FROM processes p LEFT JOIN file f ON p.path = f.path LEFT JOIN hash h ON p.path = h.path WHERE p.on_disk = 0
SELECT p.name, p.path, p.cmdline, u.username, h.sha256 FROM processes p LEFT JOIN hash h ON p.path = h.path LEFT JOIN users u ON p.uid = u.uid WHERE p.path LIKE '/tmp/%' OR p.path LIKE '/var/tmp/%' OR p.path LIKE '/dev/shm/%'
SELECT f.path, f.mode, f.uid, f.mtime, h.sha256 FROM file f LEFT JOIN hash h USING (path) WHERE f.directory IN ('/usr/bin', '/usr/sbin', '/bin', '/sbin') AND f.mtime > (SELECT unix_time - 86400 FROM time)
SELECT p.pid, p.name, p.cmdline FROM processes p WHERE p.name NOT IN ('systemd', 'sshd', 'cron', 'dbus-daemon', 'rsyslogd', 'agetty', 'bash', 'zsh', 'sudo', 'su', 'login') AND p.uid = 0
SELECT DISTINCT p.name, s.remote_address, s.remote_port, s.protocol FROM process_open_sockets s LEFT JOIN processes p ON s.pid = p.pid WHERE s.remote_port NOT IN (0, 22, 53, 80, 123, 443, 853) AND s.remote_address NOT IN ('', '0.0.0.0', '::', '127.0.0.1', '::1') AND s.remote_address NOT LIKE '10.%' AND s.remote_address NOT LIKE '192.168.%' AND s.remote_address NOT LIKE 'fe80:%'
SELECT p.pid, CONCAT(p.name, ',', p.uid, ',', REPLACE(p.path, u.directory, '~')) AS exception_key FROM processes p LEFT JOIN users u ON p.uid = u.uid WHERE p.start_time < (SELECT unix_time - 1200 FROM time) AND CONCAT(p.name, ',', p.uid) NOT IN ('cron,0', 'sshd,0', 'systemd,0', 'systemd,1000', 'dbus-daemon,100')
SELECT pid, name, path FROM processes WHERE regex_match(path, '^/(home|tmp|var)/[^/]+/\.[a-z]+', 0) IS NOT NULL
SELECT p.pid, p.name, pp.pid AS parent_pid, pp.name AS parent_name, pp.cmdline AS parent_cmdline FROM processes p LEFT JOIN processes pp ON pp.pid = p.parent WHERE p.name IN ('sh', 'bash', 'dash', 'zsh') AND pp.name NOT IN ('sshd', 'login', 'tmux', 'screen')
SELECT p0.pid, p0.name, p1.name AS p1_name, p2.name AS p2_name, h0.sha256 FROM processes p0 LEFT JOIN hash h0 ON p0.path = h0.path LEFT JOIN processes p1 ON p0.parent = p1.pid LEFT JOIN processes p2 ON p1.parent = p2.pid WHERE p0.start_time > (SELECT unix_time FROM time) - 600
SELECT l.address, l.port, l.protocol, p.name, p.path, u.username, g.groupname FROM listening_ports l LEFT JOIN processes p ON l.pid = p.pid LEFT JOIN users u ON p.uid = u.uid LEFT JOIN groups g ON p.gid = g.gid WHERE l.port > 0 AND l.family IN (2, 10) AND l.address NOT LIKE '127.%' AND l.address <> '::1'
SELECT path, mode, uid, gid FROM file WHERE path LIKE '/home/%/.ssh/%' AND mode NOT IN ('0600', '0644', '0700')
SELECT f.path, u.username FROM users u JOIN file f ON f.path = u.directory || '/.ssh/authorized_keys' WHERE f.size > 0
SELECT u.username, f.path, f.mtime FROM users u, file f WHERE f.directory = u.directory AND f.filename LIKE '.%history' AND u.uid >= 1000
SELECT path, filename, size FROM file WHERE path LIKE '/var/log/%%' AND size > 104857600 ORDER BY size DESC LIMIT 20
SELECT path, datetime(mtime, 'unixepoch') AS modified, datetime(atime, 'unixepoch') AS accessed FROM file WHERE directory = '/root' AND type = 'regular'
SELECT path, strftime('%Y-%m', mtime, 'unixepoch') AS month, count(*) AS n FROM file WHERE directory = '/etc' GROUP BY month ORDER BY month
SELECT directory, count(*) AS files, sum(size) AS bytes FROM file WHERE path LIKE '/usr/lib/%%' AND type = 'regular' GROUP BY directory HAVING bytes > 1000000 ORDER BY bytes DESC LIMIT 25
SELECT h.md5, group_concat(h.path, ' ') AS paths FROM hash h WHERE h.directory = '/usr/bin' GROUP BY h.md5 HAVING count(*) > 1
SELECT f.path, h.sha256 FROM file f JOIN hash h ON h.path = f.path WHERE f.directory = '/tmp' AND f.type = 'regular' AND f.size < 1000000 AND f.mode LIKE '%7__'
SELECT path FROM file WHERE path IN ('/etc/ld.so.preload', '/etc/rc.local', '/root/.bashrc', '/etc/profile', '/etc/environment') AND size > 0
SELECT pid, fd, path FROM process_open_files WHERE path LIKE '%.so%' AND path NOT LIKE '/usr/lib/%' AND path NOT LIKE '/lib/%'
SELECT p.name, count(*) AS handles FROM process_open_files o JOIN processes p USING (pid) WHERE o.path NOT LIKE '/dev/%' GROUP BY p.pid, p.name HAVING handles > 100 ORDER BY handles DESC
SELECT DISTINCT m.pid, p.name, m.path FROM process_memory_map m JOIN processes p ON m.pid = p.pid WHERE m.path LIKE '%(deleted)%' OR m.path LIKE '/memfd:%'
SELECT p.pid, p.name, m.start, m.end, m.permissions FROM processes p JOIN process_memory_map m USING (pid) WHERE m.permissions = 'rwxp' AND m.path = '' AND p.name NOT IN ('java', 'node', 'gjs', 'polkitd')
SELECT e.pid, p.name, e.value FROM process_envs e JOIN processes p ON p.pid = e.pid WHERE e.key IN ('http_proxy', 'https_proxy', 'HISTFILE', 'HISTSIZE') AND (e.value = '' OR e.value LIKE '/dev/null%' OR e.value = '0')
SELECT p.pid, p.name FROM processes p WHERE EXISTS (SELECT 1 FROM process_envs e WHERE e.pid = p.pid AND e.key = 'SSH_CONNECTION') AND p.uid = 0
SELECT p.name, s.local_port, s.remote_address, count(*) AS connections FROM process_open_sockets s JOIN processes p ON p.pid = s.pid WHERE s.state = 'ESTABLISHED' AND s.family IN (2, 10) GROUP BY p.name, s.local_port, s.remote_address ORDER BY connections DESC LIMIT 50
SELECT s.pid, p.name, s.local_address, s.local_port FROM process_open_sockets s JOIN processes p USING (pid) JOIN interface_addresses i ON i.address = s.local_address WHERE i.interface <> 'lo'
SELECT s.remote_address, h.hostnames FROM process_open_sockets s LEFT JOIN etc_hosts h ON s.remote_address = h.address WHERE s.remote_port = 443
SELECT p.pid, p.name, CASE s.protocol WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' ELSE 'other' END AS protocol, iif(s.family = 2, 'IPv4', 'IPv6') AS version FROM process_open_sockets s JOIN processes p USING (pid) WHERE s.family IN (2, 10)
SELECT count(*) AS total, sum(state = 'LISTEN') AS listening, sum(state = 'ESTABLISHED') AS established, sum(state LIKE '%WAIT%') AS waiting FROM process_open_sockets
SELECT l.port, group_concat(DISTINCT p.name) AS names FROM listening_ports l JOIN processes p USING (pid) WHERE l.protocol = 6 GROUP BY l.port ORDER BY l.port
SELECT port, count(DISTINCT pid) AS workers FROM listening_ports WHERE port BETWEEN 1 AND 65535 GROUP BY port HAVING workers > 1
SELECT * FROM listening_ports WHERE path LIKE '/run/%' OR path LIKE '@%' ORDER BY path
SELECT pid, path FROM listening_ports WHERE family = 1 AND pid IN (SELECT pid FROM processes WHERE name = 'systemd')
SELECT username, uid, gid, shell, directory FROM users WHERE shell NOT IN ('/usr/sbin/nologin', '/bin/false', '/bin/sync', '/sbin/nologin') ORDER BY uid
SELECT uid, group_concat(username) AS names, count(*) AS n FROM users GROUP BY uid HAVING n > 1
SELECT u.username, group_concat(g.groupname, ',') AS groups FROM users u LEFT JOIN user_groups ug ON u.uid = ug.uid LEFT JOIN groups g ON ug.gid = g.gid GROUP BY u.username ORDER BY u.username
SELECT u.username FROM users u WHERE u.uid IN (SELECT ug.uid FROM user_groups ug JOIN groups g ON g.gid = ug.gid WHERE g.groupname IN ('sudo', 'wheel', 'adm', 'docker', 'root'))
SELECT u.username, (SELECT count(*) FROM processes p WHERE p.uid = u.uid) AS processes, (SELECT sum(resident_size) FROM processes p WHERE p.uid = u.uid) AS bytes FROM users u ORDER BY processes DESC
SELECT g.groupname, count(ug.uid) AS members FROM groups g LEFT JOIN user_groups ug USING (gid) GROUP BY g.gid, g.groupname ORDER BY members DESC, g.groupname LIMIT 10
SELECT u.username, f.mode FROM users u JOIN file f ON f.path = u.directory WHERE u.uid >= 1000 AND f.mode > '0755'
SELECT username FROM users WHERE username GLOB '[a-z]*' AND length(username) BETWEEN 3 AND 8 AND instr(description, ',') = 0
SELECT name, version, arch, size FROM deb_packages WHERE name IN ('openssl', 'libssl3', 'openssh-server', 'sudo', 'curl', 'bash', 'linux-image-amd64')
SELECT name, version FROM deb_packages WHERE section = 'net' AND status LIKE '%installed%' ORDER BY size DESC LIMIT 15
SELECT arch, count(*) AS n, sum(size) AS kib, avg(size) AS average FROM deb_packages GROUP BY arch
SELECT maintainer, count(*) AS n FROM deb_packages WHERE maintainer NOT LIKE '%debian.org%' AND maintainer NOT LIKE '%ubuntu.com%' GROUP BY maintainer ORDER BY n DESC
SELECT d.name, d.version, p.pid FROM deb_packages d JOIN processes p ON p.name = d.name
SELECT d.name FROM deb_packages d WHERE d.name LIKE 'lib%' AND NOT EXISTS (SELECT 1 FROM deb_packages e WHERE e.source = d.name)
SELECT name, rank() OVER (PARTITION BY section ORDER BY size DESC) AS place, section FROM deb_packages WHERE size > 1000
SELECT o.name, o.version, o.major, k.version AS kernel, u.total_seconds / 86400 AS days FROM os_version o, kernel_info k, uptime u
SELECT hostname, cpu_logical_cores, round(physical_memory / 1e9, 2) AS gb, hardware_model FROM system_info WHERE cpu_logical_cores > 1
SELECT CASE WHEN memory_free < memory_total / 10 THEN 'low' WHEN memory_free < memory_total / 4 THEN 'fair' ELSE 'good' END AS state FROM memory_info
SELECT printf('%.1f %%', 100.0 * (memory_total - memory_free - buffers - cached) / memory_total) AS used FROM memory_info
SELECT core, round(100.0 * (user + nice + system) / (user + nice + system + idle + iowait), 1) AS busy FROM cpu_time ORDER BY busy DESC
SELECT (SELECT average FROM load_average WHERE period = '1m') > (SELECT count(*) FROM cpu_time) AS is_busy
SELECT path, device, type, round(100.0 * (blocks - blocks_free) / blocks, 1) AS used FROM mounts WHERE blocks > 0 ORDER BY used DESC
SELECT m.path, count(o.path) AS open FROM mounts m LEFT JOIN process_open_files o ON o.path LIKE m.path || '/%' WHERE m.type IN ('ext4', 'xfs', 'btrfs') GROUP BY m.path
SELECT path, flags FROM mounts WHERE path IN ('/tmp', '/var/tmp', '/dev/shm') AND (flags NOT LIKE '%noexec%' OR flags NOT LIKE '%nosuid%')
SELECT interface, count(*) AS addresses, group_concat(address, ' ') FROM interface_addresses GROUP BY interface
SELECT a.interface, a.address, b.address FROM interface_addresses a JOIN interface_addresses b ON a.interface = b.interface AND a.address < b.address
SELECT hostnames, address FROM etc_hosts WHERE hostnames LIKE '%.local%' UNION SELECT hostname, '127.0.0.1' FROM system_info
SELECT timestamp, datetime('now', 'localtime') AS now, iso_8601, strftime('%s', 'now') - unix_time AS off FROM time
SELECT weekday, printf('%02d:%02d:%02d', hour, minutes, seconds) AS clock FROM time WHERE hour BETWEEN 0 AND 23
WITH recent AS (SELECT pid, name, path, start_time FROM processes WHERE start_time > 0), hashed AS (SELECT r.*, h.sha256 FROM recent r LEFT JOIN hash h ON h.path = r.path) SELECT name, count(*) AS n, count(DISTINCT sha256) AS versions FROM hashed GROUP BY name HAVING versions > 1
WITH sockets AS (SELECT pid, count(*) AS n FROM process_open_sockets GROUP BY pid), files AS (SELECT pid, count(*) AS n FROM process_open_files GROUP BY pid) SELECT p.pid, p.name, coalesce(s.n, 0) AS sockets, coalesce(f.n, 0) AS files FROM processes p LEFT JOIN sockets s ON s.pid = p.pid LEFT JOIN files f ON f.pid = p.pid ORDER BY sockets + files DESC LIMIT 20
WITH RECURSIVE tree(pid, name, path, depth) AS (SELECT pid, name, name, 0 FROM processes WHERE pid = 1 UNION ALL SELECT p.pid, p.name, t.path || '/' || p.name, t.depth + 1 FROM processes p JOIN tree t ON p.parent = t.pid WHERE t.depth < 20) SELECT depth, count(*), max(length(path)) FROM tree GROUP BY depth
WITH RECURSIVE days(day) AS (SELECT date('now', '-7 days') UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < date('now')) SELECT d.day, count(p.pid) AS started FROM days d LEFT JOIN processes p ON strftime('%Y-%m-%d', p.start_time, 'unixepoch') = d.day GROUP BY d.day
WITH bad(word) AS (VALUES ('nc'), ('ncat'), ('socat'), ('xmrig'), ('minerd')) SELECT p.pid, p.name, p.cmdline FROM processes p JOIN bad b ON p.name = b.word OR p.cmdline LIKE '%' || b.word || ' -%'
WITH limits AS (SELECT avg(resident_size) AS mean, max(resident_size) AS most FROM processes) SELECT p.pid, p.name, p.resident_size FROM processes p, limits WHERE p.resident_size > 2 * limits.mean AND p.resident_size < limits.most
WITH ranked AS (SELECT name, resident_size, row_number() OVER (PARTITION BY name ORDER BY resident_size DESC) AS nth FROM processes) SELECT name, resident_size FROM ranked WHERE nth <= 3 ORDER BY name, nth
SELECT pid, name, user_time + system_time AS cpu, ntile(4) OVER (ORDER BY user_time + system_time) AS quarter FROM processes
SELECT pid, start_time, start_time - lag(start_time) OVER (ORDER BY start_time) AS gap FROM processes ORDER BY gap DESC LIMIT 10
SELECT name, pid, sum(resident_size) OVER (PARTITION BY name ORDER BY pid ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS moving FROM processes
SELECT uid, name, count(*) OVER w AS of_user, first_value(name) OVER (PARTITION BY uid ORDER BY start_time) AS oldest FROM processes WINDOW w AS (PARTITION BY uid)
SELECT name, percent, sum(percent) OVER (ORDER BY percent DESC, name) AS running FROM (SELECT name, 100.0 * sum(resident_size) / (SELECT sum(resident_size) FROM processes) AS percent FROM processes GROUP BY name)
SELECT DISTINCT name, dense_rank() OVER (ORDER BY name) AS nr FROM processes WHERE name <> '' LIMIT 30
SELECT * FROM (SELECT pid, name, 'socket' AS what FROM processes JOIN process_open_sockets USING (pid) UNION SELECT pid, name, 'file' FROM processes JOIN process_open_files USING (pid)) WHERE pid > 1 ORDER BY pid, what
SELECT pid FROM processes EXCEPT SELECT pid FROM process_open_files EXCEPT SELECT pid FROM process_open_sockets
SELECT path FROM process_open_files INTERSECT SELECT path FROM file WHERE path LIKE '/var/log/%'
SELECT name, uid FROM processes WHERE (name, uid) IN (SELECT username, uid FROM users)
SELECT p.name FROM processes p WHERE p.resident_size = (SELECT max(q.resident_size) FROM processes q WHERE q.uid = p.uid)
SELECT p.pid, p.name FROM processes p WHERE p.pid NOT IN (SELECT parent FROM processes) AND p.parent NOT IN (0, 1, 2) ORDER BY p.pid DESC LIMIT 100
SELECT p.name, (SELECT group_concat(l.port, ' ') FROM listening_ports l WHERE l.pid = p.pid AND l.port > 0) AS ports FROM processes p WHERE ports IS NOT NULL
SELECT a.name, b.name FROM processes a CROSS JOIN processes b WHERE a.pid < b.pid AND a.path = b.path AND a.uid <> b.uid
SELECT p.pid FROM processes p LEFT JOIN processes pp ON p.parent = pp.pid WHERE pp.pid IS NULL AND p.pid > 2
SELECT p.pid, f.path, f.uid FROM processes p JOIN file f ON f.path = p.path WHERE f.uid <> 0 AND p.uid = 0 AND f.mode LIKE '%_2_' ESCAPE '!'
SELECT coalesce(nullif(trim(cmdline), ''), '[' || name || ']') AS command, count(*) AS n FROM processes GROUP BY command ORDER BY n DESC, command LIMIT 40
SELECT lower(substr(path, instr(path, '/') + 1)) AS low, max(length(path), 10), min(pid, 100), abs(nice), round(user_time / 1000.0, 2) FROM processes
SELECT json_extract(json_object('pid', pid, 'name', name, 'open', json_array(uid, gid)), '$.open[1]') AS gid FROM processes WHERE pid < 100
SELECT json_group_array(json_object('port', port, 'pid', pid)) AS ports FROM listening_ports WHERE port <> 0
SELECT j.key, j.value FROM system_info, json_each(json_object('host', hostname, 'brand', cpu_brand)) AS j
SELECT CAST(start_time AS TEXT) || 's' AS started, CAST(pid AS REAL) / 2, CAST(substr(cmdline, 1, 3) AS INTEGER) FROM processes WHERE typeof(start_time) = 'integer'
SELECT sha256, sha1, md5 FROM hash WHERE path IN ('/bin/bash', '/bin/sh', '/usr/bin/env', '/usr/bin/sudo')
SELECT p.path, h.sha256, count(*) AS n FROM processes p JOIN hash h USING (path) WHERE p.uid IN (0, 1000) AND p.path <> '' GROUP BY p.path, h.sha256 ORDER BY n DESC
SELECT p.pid, p.name, p.cgroup_path FROM processes p WHERE p.cgroup_path LIKE '%docker%' OR p.cgroup_path LIKE '%kubepods%' OR p.cgroup_path LIKE '%containerd%'
SELECT parent, count(*) AS children, min(start_time) AS first, max(start_time) - min(start_time) AS span FROM processes GROUP BY parent HAVING children BETWEEN 2 AND 50 AND span > 0
SELECT p.name, p.cwd, p.root FROM processes p WHERE p.root <> '/' OR (p.cwd LIKE '/tmp%' AND p.uid = 0) OR p.cwd IS NULL
SELECT i.version, i.build_platform, p.resident_size, p.user_time + p.system_time AS cpu, u.username FROM osquery_info i LEFT JOIN processes p ON p.pid = i.pid LEFT JOIN users u ON u.uid = p.uid
SELECT p.pid, p.name, p.path, p.cmdline, p.cwd, p.uid, u.username, f.mtime, f.mode, h.sha256, pp.name, pp.path FROM processes p LEFT JOIN users u ON p.uid = u.uid LEFT JOIN file f ON p.path = f.path LEFT JOIN hash h ON p.path = h.path LEFT JOIN processes pp ON p.parent = pp.pid WHERE p.path NOT LIKE '/usr/%' AND p.path NOT LIKE '/opt/%' AND p.path NOT IN ('', '/sbin/init') AND NOT (p.name = 'sh' AND pp.name IN ('cron', 'make')) AND p.cmdline NOT LIKE '%--type=renderer%'
