-- 100 queries as they are asked day by day, one a line: what bench/prepare.ts times.
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
