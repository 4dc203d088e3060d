.mode csv
SELECT 1 AS a;
.read two.sql
