/** A chapter of `docs/functions.md`. */
export interface Section {
  readonly title: string;
  readonly text?: string;
  /** In this order; `min aggregate` where a name has two functions. */
  readonly names: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const SECTIONS: readonly Section[] = [
  {
    title: 'Text',
    names: words(
      `length octet_length lower upper trim ltrim rtrim substr instr replace concat concat_ws split printf char unicode
       unistr unistr_quote quote soundex like glob regexp regex_match regex_split`,
    ),
  },
  {
    title: 'Numbers',
    names: [...words('abs sign round ceil floor trunc random'), 'max scalar', 'min scalar'],
  },
  {
    title: 'Mathematics',
    text: `osquery's functions (\`sqrt\` to \`power\`) take text by its numeric prefix and fail outside their domain; \`log\` with
one argument is the natural logarithm. Those it has not (\`acosh\` to \`pow\`) follow SQLite: null for what is no number, and
outside their domain.`,
    names: words(
      `pi sqrt exp log log10 sin cos tan cot asin acos atan radians degrees power
       acosh asinh atanh cosh sinh tanh atan2 ln log2 mod pow`,
    ),
  },
  {
    title: 'Values and choices',
    names: words('coalesce ifnull nullif iif typeof likelihood likely unlikely'),
  },
  {
    title: 'Bytes and encodings',
    names: words('hex unhex to_base64 from_base64 conditional_to_base64 zeroblob randomblob md5 sha1 sha256'),
  },
  {
    title: 'Date and time',
    text: `A time value is \`YYYY-MM-DD\`, \`YYYY-MM-DD HH:MM[:SS[.SSS]]\` (or with \`T\`), \`HH:MM[:SS[.SSS]]\`, each with \`Z\` or
\`±HH:MM\` after it, \`now\`, or a number: a Julian day. Modifiers follow, from left to right: \`N days\` (\`hours\`, \`minutes\`,
\`seconds\`, \`months\`, \`years\`), \`±HH:MM[:SS[.SSS]]\`, \`±YYYY-MM-DD[ HH:MM[:SS[.SSS]]]\`, \`start of day\` (\`month\`, \`year\`),
\`weekday N\`, \`floor\` and \`ceiling\` for a day that its month has not, \`unixepoch\`, \`julianday\`, \`auto\` for what a number counts,
\`localtime\`, \`utc\`, \`subsec\`. What cannot be read gives null.`,
    names: words('date time datetime julianday unixepoch strftime timediff'),
  },
  {
    title: 'Network, paths and versions',
    names: words(
      `inet_aton in_cidr_block community_id_v1 community_id_v1_strict parent_directory find_file_path_in_cmd
       is_path_deterministic version_compare`,
    ),
  },
  {
    title: 'JSON',
    text: `Text is read as JSON5, blobs are refused. What JSON functions give nests as JSON in others; other text becomes a JSON
string. A path is \`$\`, \`$.key\`, \`$[2]\`, \`$[#-1]\` and so on.`,
    names: words(
      `json json_valid json_error_position json_extract -> ->> json_type json_array_length json_array json_object
       json_insert json_replace json_set json_remove json_patch json_quote json_pretty`,
    ),
  },
  {
    title: 'Aggregates',
    text: `Over the rows of a group, or with OVER of a window's frame. DISTINCT and ORDER BY may stand among the arguments,
FILTER (WHERE …) after them.`,
    names: [
      ...words('count sum total avg'),
      'min aggregate',
      'max aggregate',
      ...words(
        `group_concat string_agg median percentile percentile_cont percentile_disc json_group_array json_group_object carve`,
      ),
    ],
  },
  {
    title: 'Window functions',
    text: 'With OVER alone. Ranks and distances ignore the frame.',
    names: words(`row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value`),
  },
  {
    title: 'The engine',
    names: words(
      `changes total_changes last_insert_rowid sqlite_version sqlite_source_id sqlite_compileoption_get
       sqlite_compileoption_used load_extension sleep`,
    ),
  },
];
