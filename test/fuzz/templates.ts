/**
 * What expressions are made of: SQL with holes. `{int}` … `{any}` are expressions of a kind, `{bool}` a condition, and
 * the other holes are literals: see `fill`. A function that an engine does not have drops its templates.
 */
export type Hole =
  | 'int'
  | 'big'
  | 'real'
  | 'wild'
  | 'text'
  | 'number'
  | 'blob'
  | 'any'
  | 'bool'
  | 'date'
  | 'modifier'
  | 'printf'
  | 'strftime'
  | 'like'
  | 'glob'
  | 'count'
  | 'type'
  | 'collation'
  | 'json'
  | 'path'
  | 'query'
  | 'list'
  | 'exists'
  | 'row-test';

export const INT_TEMPLATES = `
{int} + {int}
{int} - {int}
{int} * {int}
{int} / {int}
{int} % {int}
-{int}
+{int}
~{int}
{int} & {int}
{int} | {int}
{int} << {count}
{int} >> {count}
{big} >> {int}
{big} << {int}
{int} - {big}
{big} % {int}
{big} / {int}
{bool}
{bool}
length({text})
length({any})
octet_length({any})
instr({text}, {text})
unicode({text})
sign({any})
abs({int})
CAST({any} AS INTEGER)
CAST({number} AS INT)
coalesce({int}, {int})
coalesce({any}, {any}, {int})
ifnull({int}, {int})
nullif({int}, {int})
nullif({any}, {any})
iif({bool}, {int}, {int})
CASE WHEN {bool} THEN {int} ELSE {int} END
CASE {any} WHEN {any} THEN {int} WHEN {any} THEN {int} END
CASE {int} WHEN {int} THEN {int} ELSE {int} END
max({int}, {int})
min({int}, {int}, {int})
max({any}, {any})
unixepoch({date})
ceil({real})
floor({real})
{query}
{query}
likely({int})
unlikely({int})
likelihood({int}, 0.5)
json_array_length({json})
json_valid({any})
json_valid({json})
json_error_position({json})
{json} ->> {path}
`;

export const REAL_TEMPLATES = `
{real} + {real}
{real} - {int}
{real} * {real}
{real} / {real}
{int} / {real}
{real} % {int}
-{real}
{wild} + {real}
{wild} * {wild}
{wild} / {wild}
round({real})
round({real}, {count})
round({wild}, {count})
CAST({any} AS REAL)
CAST({number} AS REAL)
CAST({number} AS NUMERIC)
coalesce({real}, {real})
iif({bool}, {real}, {int})
CASE WHEN {bool} THEN {real} END
abs({real})
max({real}, {int})
min({real}, {real})
sqrt(abs({real}))
exp({real})
log(abs({real}) + 1)
power({real}, 2)
sin({real})
cos({real})
atan({wild})
degrees({real})
radians({real})
pi()
julianday({date})
julianday({date}, {modifier})
{query}
0.0 + {number}
json_extract({json}, {path})
`;

export const TEXT_TEMPLATES = `
{text} || {text}
{any} || {any}
{text} || {int}
upper({text})
lower({text})
trim({text})
ltrim({text})
rtrim({text})
trim({text}, {text})
ltrim({text}, 'a ')
rtrim({text}, {text})
substr({text}, {int})
substr({text}, {int}, {int})
substring({text}, {int}, {int})
replace({text}, {text}, {text})
hex({any})
quote({text})
quote({int})
quote({blob})
typeof({any})
char(97 + {count}, 65 + abs({int}) % 26)
CAST({any} AS TEXT)
CAST({blob} AS TEXT)
coalesce({text}, {text})
ifnull({text}, {any})
nullif({text}, {text})
iif({bool}, {text}, {text})
CASE {text} WHEN {text} THEN {text} ELSE {text} END
max({text}, {text})
min({text}, {text})
min({text} COLLATE NOCASE, {text})
printf({printf}, {any}, {any}, {any})
format({printf}, {int}, {text}, {real})
printf({printf}, {real}, {real})
printf('%*d|%-*s|%.*f', {count}, {int}, {count}, {text}, {count}, {real})
date({date})
date({date}, {modifier})
date({date}, {modifier}, {modifier})
time({date}, {modifier})
datetime({date})
datetime({date}, {modifier})
datetime({int}, 'unixepoch')
datetime({big}, 'auto')
strftime({strftime}, {date})
strftime({strftime}, {date}, {modifier})
timediff({date}, {date})
concat({any}, {any})
soundex({text})
{text} COLLATE {collation}
{query}
json({json})
json_array({int}, {text}, {real})
json_object('k', {text}, 'l', {int})
json_type({json}, {path})
json_quote({text})
json_quote({real})
json_extract({json}, {path}, {path})
json_insert({json}, {path}, {int})
json_insert({json}, {path}, {text})
json_set({json}, {path}, {text}, {path}, {real})
json_set({json}, {path}, json({json}))
json_replace({json}, {path}, {int})
json_replace({json}, {path}, {text})
json_remove({json}, {path})
json_patch({json}, {json})
json_pretty({json})
{json} -> {path}
`;

export const BLOB_TEMPLATES = `
CAST({any} AS BLOB)
CAST({text} AS BLOB)
zeroblob({count})
substr({blob}, {int})
substr({blob}, {int}, {int})
unhex({text})
unhex(hex({any}))
unhex({text}, {text})
coalesce({blob}, {blob})
iif({bool}, {blob}, {text})
`;

export const BOOL_TEMPLATES = `
{int} = {int}
{int} < {int}
{int} <> {int}
{int} >= {int}
{real} > {int}
{real} <= {real}
{text} = {text}
{text} < {text}
{text} > {text}
{text} = {text} COLLATE {collation}
{any} = {any}
{any} < {any}
{any} >= {any}
{any} <> {any}
{any} == {any}
{any} != {any}
{int} = {number}
{number} < {real}
{big} = {wild}
{big} < {wild}
{any} IS {any}
{any} IS NOT {any}
{any} IS NULL
{any} IS NOT NULL
{any} ISNULL
{any} NOTNULL
{any} NOT NULL
{any} IS DISTINCT FROM {any}
{any} IS NOT DISTINCT FROM {any}
{bool} IS TRUE
{any} IS NOT TRUE
{bool} IS FALSE
{any} IS NOT FALSE
NOT {bool}
{bool} AND {bool}
{bool} AND {bool} AND {bool}
{bool} OR {bool}
{bool} OR {bool} OR {bool}
{int} BETWEEN {int} AND {int}
{any} BETWEEN {any} AND {any}
{text} NOT BETWEEN {text} AND {text}
{int} IN ({list})
{any} IN ({any}, {any}, NULL)
{int} NOT IN ({int}, {int})
{text} IN ({text}, {text})
{any} IN ()
{any} NOT IN ()
{text} LIKE {like}
{text} NOT LIKE {like}
{any} LIKE {like}
{text} LIKE {text}
{text} LIKE {like} ESCAPE '_'
{text} GLOB {glob}
{text} NOT GLOB {glob}
like({like}, {text})
glob({glob}, {any})
CAST({any} AS {type}) = {any}
CAST({any} AS {type}) < CAST({any} AS {type})
{exists}
{exists}
{row-test}
{row-test}
{int}
{any}
`;

/** Only the columns' kinds matter for these: any expression does. */
export const ANY_TEMPLATES = `
CAST({any} AS {type})
coalesce({any}, {any})
CASE WHEN {bool} THEN {any} WHEN {bool} THEN {any} ELSE {any} END
iif({bool}, {any}, {any})
{query}
+{any}
`;

/** Mistakes that are found before anything runs. */
export const MISTAKE_TEMPLATES = `
nosuch({int})
length()
length({text}, {text})
substr({text})
coalesce({int})
sum({int})
row_number()
count(DISTINCT {int}, {int})
({int}, {int})
({int}, {int}) = {int}
{int} IN (SELECT 1, 2)
(SELECT 1, 2)
nosuchcolumn
nosuch.column
likelihood({int}, 2)
lower({text}) OVER ()
max({int}) FILTER (WHERE {bool})
upper({text}) FILTER (WHERE {bool})
CAST({any} AS )
sum(count({int}))
sum({int}) OVER (ORDER BY count(*) OVER ())
{int} IN (1, (2, 3))
({int}, {int}) IN (1, 2)
ntile({int}) OVER (ROWS BETWEEN CURRENT ROW AND 1 PRECEDING)
sum({int}) OVER nosuch
sum({int}) OVER (RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)
CASE END
{int} +
group_concat({text}, {text}, {text})
printf()
min()
replace({text}, {text})
iif()
1 = = 1
'text
x'0g'
{int} COLLATE
`;

/** Values for which a function fails while it runs. */
export const FAILURE_TEMPLATES = `
abs(-9223372036854775808)
{text} LIKE {like} ESCAPE {text}
json({text})
json_extract({json}, {text})
json_object({any}, {any})
json_array({any}, {blob})
json_set({json}, {text}, {any})
json_extract({text}, '$')
{text} ->> {text}
zeroblob(9e18)
{text} MATCH {text}
sum(9223372036854775807) + sum(1)
ntile({int}) OVER ()
nth_value({int}, {int}) OVER ()
sum({int}) OVER (ORDER BY 1 ROWS {int} PRECEDING)
sum({int}) OVER (ORDER BY 1 RANGE {any} PRECEDING)
hex(zeroblob({count}))
json_group_object({any}, {int})
json_remove({json}, {text})
json_array_length({json}, {text})
group_concat({any}, {any})
`;
