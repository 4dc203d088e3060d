SELECT 7 AS a;

SELECT nope
  FROM uptime;
SELECT 8 AS a;
